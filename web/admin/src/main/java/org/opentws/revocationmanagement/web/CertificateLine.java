package org.opentws.revocationmanagement.web;

import java.io.Serializable;
import java.time.Instant;

/**
 * One certificate in the list.
 *
 * @param serial lower-case hexadecimal
 * @param state the name of its state, or "NOT_TRUSTED" if no status can be told (RS1.3)
 */
public record CertificateLine(
    String issuer, String serial, String subject, String profile, Instant notAfter, String state)
    implements Serializable {}
