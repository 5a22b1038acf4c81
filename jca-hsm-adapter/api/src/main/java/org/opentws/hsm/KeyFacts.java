package org.opentws.hsm;

/** Attributes of a private key as the device reports them. */
public record KeyFacts(
    String label,
    String keyType,
    boolean local,
    boolean sensitive,
    boolean extractable,
    boolean alwaysSensitive,
    boolean neverExtractable,
    boolean sign) {}
