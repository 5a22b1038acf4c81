/**
 * KM1.1, KM6.3: the server's TLS key stays in the device. A security provider for Elytron whose key
 * store shows one entry, the newest valid TLS server certificate of a token, and whose signatures
 * are made in that token. It needs no restart after the device was lost, nor after a new TLS key
 * was made (docs/devices.md). For a database on another machine there is a socket factory whose
 * client key is there too.
 */
@NullMarked
package org.opentws.hsm.tls;

import org.jspecify.annotations.NullMarked;
