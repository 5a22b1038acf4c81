package org.opentws.hsm;

/**
 * The key under which a token's private keys are backed up (KM6.4), as the device reports it.
 *
 * @param bits its length
 * @param trusted marked by the token's security officer; nobody else can do that
 * @param checkValue tells one backup key from another: the first octets of a block of zeros
 *     encrypted with it, in lower-case hex (PKCS#11, CKA_CHECK_VALUE)
 */
public record BackupKeyFacts(int bits, boolean trusted, boolean extractable, String checkValue) {}
