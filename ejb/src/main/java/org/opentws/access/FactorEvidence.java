package org.opentws.access;

/**
 * That a second factor was right, for the record.
 *
 * @param evidence what anybody can verify later, where the factor gives such a thing; else empty
 */
public record FactorEvidence(FactorProof.Kind kind, String evidence) {}
