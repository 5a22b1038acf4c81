package org.opentws.certificategeneration;

import java.time.Instant;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/**
 * CDI event, fired inside the transaction that stores a new certificate: status and dissemination
 * store their part in the same transaction.
 *
 * @param issuer the CA's id
 * @param profile the profile's name
 * @param ofSubject it came of an application; false for keys of the TSP itself
 * @param consent whether the subject agreed to publication (D1.2); false for anything unsaid
 */
public record CertificateGenerated(
    String issuer,
    SerialNumber serial,
    Der certificate,
    String profile,
    boolean ofSubject,
    boolean consent,
    Instant notBefore,
    Instant notAfter) {}
