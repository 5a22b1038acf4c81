/** Clause 5.3.2: the certificate application and its life. */
@NullMarked
package org.opentws.registration.store;

import org.jspecify.annotations.NullMarked;
