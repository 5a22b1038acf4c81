/** The register of keys (KM1-KM7). */
@NullMarked
package org.opentws.keymanagement.store;

import org.jspecify.annotations.NullMarked;
