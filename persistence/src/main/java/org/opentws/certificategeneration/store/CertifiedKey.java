package org.opentws.certificategeneration.store;

import java.util.Optional;

/**
 * The key that a certificate is for.
 *
 * @param spkiSha256 SHA-256 of the SubjectPublicKeyInfo, lower-case hex
 * @param algorithm as the algorithm catalogue names it, for example "EC:secp384r1"
 */
public record CertifiedKey(String spkiSha256, Optional<String> algorithm) {}
