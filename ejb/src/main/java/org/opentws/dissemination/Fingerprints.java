package org.opentws.dissemination;

/** Fingerprints of a CA certificate's DER, lower-case hex, for comparison by another channel. */
public record Fingerprints(String ca, String sha256, String sha384, String sha512) {}
