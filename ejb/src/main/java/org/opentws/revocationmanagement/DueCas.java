package org.opentws.revocationmanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.opentws.keymanagement.CommittedKeys;
import org.opentws.keymanagement.RegisteredKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.revocationstatus.store.CertificateStatusRepository;
import org.opentws.revocationstatus.store.CrlPartitionRepository;
import org.opentws.revocationstatus.store.CrlRepository;
import org.opentws.time.TrustedTime;

/**
 * Finds the CAs whose CRL lacks something without asking for each of them every second: in between
 * only for those with a status change since the last look. Not for several threads.
 */
@ApplicationScoped
class DueCas {
  private static final List<KeyPurpose> CA_PURPOSES =
      List.of(KeyPurpose.CERTIFICATE_SIGNING, KeyPurpose.MANAGEMENT_CERTIFICATE_SIGNING);

  /** A CRL becomes old by hours, and is made anew soon after: so often all CAs are looked at. */
  private static final long ALL_AFTER_NANOS = Duration.ofSeconds(15).toNanos();

  @Inject CommittedKeys keys;
  @Inject CrlRepository crls;
  @Inject CertificateStatusRepository statuses;
  @Inject CrlPartitionRepository partitions;
  @Inject RevocationManagementConfiguration configuration;
  @Inject CrlPlaces places;
  @Inject CrlIssuers issuers;
  @Inject TrustedTime trustedTime;

  private final Map<String, KeyPurpose> cas = new TreeMap<>();
  private Set<String> waiting = Set.of();
  private long version = Long.MIN_VALUE;
  private long lastChange;
  private long lookedAtAll;

  /**
   * CAs with an active key, or another CA in its place, whose newest CRL lacks a status change, or
   * is old, or does not exist; in this order. Each comes again until it has one.
   */
  List<String> look() {
    long change = statuses.lastSequence();
    long now = trustedTime.monotonicNanos();
    long known = keys.version();
    boolean all = known != version || now - lookedAtAll >= ALL_AFTER_NANOS;
    if (all) {
      readCas();
    }
    Set<String> candidates = new TreeSet<>(all ? cas.keySet() : waiting);
    candidates.addAll(crls.issuersChangedAfter(lastChange));
    candidates.retainAll(cas.keySet());
    List<String> due =
        candidates.isEmpty()
            ? List.of()
            : crls.due(candidates, trustedTime.now().minus(configuration.crlInterval()));
    // Not before: what failed until here is looked at again.
    lastChange = change;
    waiting = Set.copyOf(due);
    if (all) {
      version = known;
      lookedAtAll = now;
    }
    return due;
  }

  /** CAs with an active key whose certificates are parted, or ever were; as of the last look. */
  Set<String> parted() {
    Set<String> parted = new TreeSet<>(partitions.cas());
    parted.addAll(places.partitions().cas());
    parted.retainAll(cas.keySet());
    return parted;
  }

  /** The purpose of a CA's key. */
  KeyPurpose purpose(String ca) {
    return cas.getOrDefault(ca, KeyPurpose.CERTIFICATE_SIGNING);
  }

  private void readCas() {
    cas.clear();
    for (KeyPurpose purpose : CA_PURPOSES) {
      keys.ofPurpose(purpose).stream()
          .filter(key -> key.state() == KeyState.ACTIVE && key.certificate().isPresent())
          .map(RegisteredKey::owner)
          .forEach(ca -> cas.put(ca, purpose));
    }
    issuers.appointed().keySet().stream()
        .filter(ca -> crls.current(ca).filter(CrlHead::isLast).isEmpty())
        .forEach(ca -> cas.putIfAbsent(ca, KeyPurpose.CERTIFICATE_SIGNING));
  }
}
