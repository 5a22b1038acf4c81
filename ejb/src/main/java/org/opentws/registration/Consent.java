package org.opentws.registration;

import java.util.Optional;

/**
 * What the subject agreed to (R1.6).
 *
 * @param publication may the certificate be given to everybody
 * @param terms version of the subscriber agreement that the subject accepted, if said
 */
public record Consent(boolean publication, Optional<String> terms) {}
