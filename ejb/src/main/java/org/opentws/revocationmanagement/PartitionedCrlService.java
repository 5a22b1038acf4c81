package org.opentws.revocationmanagement;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.opentws.access.RoleName;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.revocationstatus.CertificateStatus;
import org.opentws.revocationstatus.CertificateStatusDatabase;
import org.opentws.revocationstatus.store.CrlPartitionRepository;
import org.opentws.revocationstatus.store.CrlRepository;
import org.opentws.time.TrustedTime;
import org.opentws.value.CrlPartition;

/**
 * Makes the CRLs of partitions (RM2.2; RFC 5280, 5.2.5). One reading of all that a CA has revoked,
 * compared with the log of changes as for its complete CRL (RS1.3), gives all that are due. There
 * are no deltas to them: each is short, and made anew with each of its changes.
 */
@Stateless
public class PartitionedCrlService {
  @Inject CertificateStatusDatabase statusDatabase;
  @Inject CrlPartitionRepository partitions;
  @Inject CrlRepository crls;
  @Inject CrlMaker maker;
  @Inject CrlAuthorities authorities;
  @Inject RevocationManagementConfiguration configuration;
  @Inject CrlPlaces places;
  @Inject TrustedTime trustedTime;

  /**
   * Makes those CRLs of a CA's partitions that lack a change or are old; one node at a time, as for
   * complete ones.
   *
   * @return how many were made
   * @throws org.opentws.revocationstatus.StatusNotTrusted the status database was set back
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  @RolesAllowed(RoleName.SYSTEM)
  public int generateDue(KeyPurpose purpose, String ca) {
    Instant now = trustedTime.now().truncatedTo(ChronoUnit.SECONDS);
    Instant madeBefore = now.minus(configuration.crlInterval());
    int configured = places.partitions().numberOf(ca);
    if (configured > 1) {
      partitions.add(ca, configured);
    }
    if (partitions.due(ca, madeBefore).isEmpty() || !crls.tryLock(ca)) {
      return 0;
    }
    List<CrlPartition> due = partitions.due(ca, madeBefore);
    if (!due.isEmpty()) {
      CrlAuthority authority = authorities.of(purpose, ca);
      Instant nextUpdate = now.plus(configuration.crlValidity());
      make(authority, due, new Times(crls.lastNumber(ca) + 1, now, nextUpdate));
    }
    return due.size();
  }

  /** The last CRLs of all partitions of a CA, in the caller's transaction. */
  @TransactionAttribute(TransactionAttributeType.MANDATORY)
  @RolesAllowed(RoleName.SYSTEM)
  public void generateLast(CrlAuthority authority, long number, Instant now) {
    List<CrlPartition> all = partitions.of(authority.ca());
    if (!all.isEmpty()) {
      make(authority, all, new Times(number, now, CrlHead.NEVER));
    }
  }

  /** Of all lists that are made at once. */
  private record Times(long number, Instant thisUpdate, Instant nextUpdate) {}

  private void make(CrlAuthority authority, List<CrlPartition> due, Times times) {
    String ca = authority.ca();
    long begin = trustedTime.monotonicNanos();
    Map<CrlPartition, CrlFile> lists = new LinkedHashMap<>();
    try {
      due.forEach(partition -> lists.put(partition, new CrlFile(authority)));
      long changeSequence = gather(ca, lists);
      CrlMaker.Listed listed = new CrlMaker.Listed(changeSequence, begin);
      lists.forEach(
          (partition, list) ->
              maker.make(authority, head(authority, partition, times), list, listed));
      partitions.listedUpTo(ca, changeSequence);
    } finally {
      lists.values().forEach(CrlFile::close);
    }
  }

  private CrlHead head(CrlAuthority authority, CrlPartition partition, Times times) {
    String url = places.of(partition, authority.ca());
    CrlHead own = CrlHead.partition(times.number(), times.thisUpdate(), times.nextUpdate(), url);
    return authority.isIndirect() ? own.indirectAt(url) : own;
  }

  /** Gives each entry to the lists that it stands on. */
  private long gather(String ca, Map<CrlPartition, CrlFile> lists) {
    Set<Integer> numbers =
        lists.keySet().stream().map(CrlPartition::partitions).collect(Collectors.toSet());
    return statusDatabase.listed(ca, status -> numbers.forEach(n -> add(status, n, lists)));
  }

  private static void add(CertificateStatus status, int number, Map<CrlPartition, CrlFile> lists) {
    CrlPartition partition = CrlPartition.of(status.serial(), number);
    Optional.ofNullable(lists.get(partition)).ifPresent(list -> list.add(status));
  }
}
