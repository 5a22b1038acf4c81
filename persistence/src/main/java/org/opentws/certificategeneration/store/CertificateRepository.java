package org.opentws.certificategeneration.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.opentws.value.Scope;
import org.opentws.value.SerialNumber;

/** Generated certificates. */
public interface CertificateRepository {
  /**
   * Makes every other transaction that asks for the same application wait until this one ends: of
   * two parallel requests, on any nodes, the second finds the first one's certificate.
   */
  void lockApplication(String applicationId);

  Optional<StoredCertificate> ofApplication(String applicationId);

  Optional<StoredCertificate> find(String issuer, SerialNumber serial);

  /** Those that the scope covers, and no others. */
  List<StoredCertificate> search(CertificateSearch search, Scope scope);

  /** How many there are within the scope, whatever the search's offset and limit. */
  long count(CertificateSearch search, Scope scope);

  /**
   * Names of the profiles under which this key was certified. Every other transaction that asks for
   * the same key waits until this one ends.
   *
   * @param spkiSha256 SHA-256 of the SubjectPublicKeyInfo, lower-case hex
   */
  Set<String> profilesOfKey(String spkiSha256);

  /**
   * Stores in the caller's transaction.
   *
   * @param key that it is for
   */
  void store(StoredCertificate certificate, CertifiedKey key);

  /** How many certificates end later than that, by the algorithm of their keys, revoked or not. */
  Map<String, Long> endingAfter(Instant end);
}
