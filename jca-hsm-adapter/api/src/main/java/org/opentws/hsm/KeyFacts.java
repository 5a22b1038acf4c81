package org.opentws.hsm;

/**
 * Attributes of a private key as the device reports them; what it does not report counts as the
 * unsafe answer.
 *
 * @param keyType as {@link HsmConnection#generateKeyPair} takes it, for example "EC:secp256r1"
 * @param wrapWithTrusted it leaves the device under a trusted wrapping key only
 * @param sign it signs
 * @param signOnly it does nothing but sign: no decryption, unwrapping or derivation
 */
public record KeyFacts(
    String label,
    String keyType,
    boolean local,
    boolean sensitive,
    boolean extractable,
    boolean alwaysSensitive,
    boolean neverExtractable,
    boolean wrapWithTrusted,
    boolean sign,
    boolean signOnly) {}
