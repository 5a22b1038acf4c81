/**
 * KM3.1, KM3.2: devices whose PIN nobody has. It exists as shares of several persons alone; after a
 * start the device is locked until enough of them have given theirs and two of them agree. Shares
 * travel between nodes sealed for one process each (docs/keys.md).
 */
@NullMarked
package org.opentws.keymanagement.activation;

import org.jspecify.annotations.NullMarked;
