/**
 * Secrets that no single person may hold (KM3.2, KM6.6, M1.1): split into shares of which a number
 * that was fixed beforehand is needed, and fewer tell nothing (Shamir).
 */
@NullMarked
package org.opentws.secretsharing;

import org.jspecify.annotations.NullMarked;
