/**
 * KM1.1, KM3.1: one token of a cryptographic device, inside a container or outside of one. Finds it
 * by its label, logs in, signs, and becomes whole again after the device was lost.
 */
@NullMarked
package org.opentws.hsm.token;

import org.jspecify.annotations.NullMarked;
