/** The only place that makes randomness (KM2.3): serial numbers, nonces, identifiers, salts. */
@NullMarked
package org.opentws.random;

import org.jspecify.annotations.NullMarked;
