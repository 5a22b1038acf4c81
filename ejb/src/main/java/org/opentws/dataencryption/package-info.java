/**
 * 5.3.2.1, EIDAS-24.2.g: keys under which personal data are stored, themselves wrapped by a key in
 * the device (docs/data-encryption.md).
 */
@NullMarked
package org.opentws.dataencryption;

import org.jspecify.annotations.NullMarked;
