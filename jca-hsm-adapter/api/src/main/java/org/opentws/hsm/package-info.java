/** KM1.1: the one way to a cryptographic device. */
@NullMarked
package org.opentws.hsm;

import org.jspecify.annotations.NullMarked;
