package org.opentws.registration.store;

import java.time.Instant;
import java.util.Optional;
import org.opentws.value.Der;

/**
 * What is fixed for ever when an application is submitted.
 *
 * @param id unguessable: whoever knows it may ask for the state and fetch the certificate
 * @param registrationAuthority through which it came in
 * @param pkcs10 the PKCS#10 as it came, decoded
 * @param publicKeySha256 SHA-256 of the SubjectPublicKeyInfo
 * @param subject attribute values, JSON object with sorted names
 * @param consent may the certificate be published (R1.6)
 * @param terms version of the terms that were agreed to, if said
 * @param evidence identity evidence, JSON array
 * @param passphraseHash Argon2id hash of the subject's revocation passphrase, if it chose one
 * @param passphraseSeal under it, the id and the public key (docs/seals.md); empty if there is none
 * @param submitter who handed it in
 */
public record Submission(
    String id,
    String profile,
    String registrationAuthority,
    Der pkcs10,
    Der publicKeySha256,
    String subject,
    boolean consent,
    Optional<String> terms,
    String evidence,
    Optional<String> passphraseHash,
    Optional<String> passphraseSeal,
    Instant submittedAt,
    Submitter submitter) {

  /**
   * @param account "anonymous" if nobody was logged in
   * @param person the natural person behind the account
   */
  public record Submitter(String account, String person) {}
}
