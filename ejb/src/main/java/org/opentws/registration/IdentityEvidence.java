package org.opentws.registration;

/**
 * How somebody's identity was shown; personal data.
 *
 * @param type kind of evidence, for example "passport", "presence", "eid"
 * @param reference number or file reference, may be empty
 * @param text what an officer should know, may be empty
 */
public record IdentityEvidence(String type, String reference, String text) {}
