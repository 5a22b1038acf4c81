package org.opentws.hsm;

/**
 * Attributes of a private key as the device reports them; what it does not report counts as the
 * unsafe answer.
 *
 * @param keyType as {@link HsmConnection#generateKeyPair} takes it, for example "EC:secp256r1"
 */
public record KeyFacts(
    String label,
    String keyType,
    boolean local,
    boolean sensitive,
    boolean extractable,
    boolean alwaysSensitive,
    boolean neverExtractable,
    boolean sign) {}
