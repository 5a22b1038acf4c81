/**
 * 5.3.2.1, EIDAS-24.2.g: personal data are encrypted before they reach the database, each value
 * bound to its place (docs/data-encryption.md).
 */
@NullMarked
package org.opentws.dataencryption.store;

import org.jspecify.annotations.NullMarked;
