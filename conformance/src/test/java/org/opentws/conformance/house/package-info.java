/** The house rules: architecture, sizes, names. */
@NullMarked
package org.opentws.conformance.house;

import org.jspecify.annotations.NullMarked;
