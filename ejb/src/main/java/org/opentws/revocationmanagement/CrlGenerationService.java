package org.opentws.revocationmanagement;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;
import org.opentws.access.RoleName;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.revocationstatus.CertificateStatus;
import org.opentws.revocationstatus.CertificateStatusDatabase;
import org.opentws.revocationstatus.store.CrlRepository;
import org.opentws.revocationstatus.store.StoredCrl;
import org.opentws.time.TrustedTime;

/**
 * Makes the periodical messages to the status service (RM2.2): complete CRLs, and delta CRLs that
 * continue them; one of a kind for each CA and number, with constant memory.
 */
@Stateless
public class CrlGenerationService {
  @Inject CertificateStatusDatabase statusDatabase;
  @Inject CrlRepository crls;
  @Inject CrlMaker maker;
  @Inject PartitionedCrlService partitioned;
  @Inject CrlAuthorities authorities;
  @Inject RevocationManagementConfiguration configuration;
  @Inject CrlPlaces places;
  @Inject TrustedTime trustedTime;

  /**
   * Makes the CA's next CRL if a status changed since the last one, or the last one is old. The
   * lock is held by this transaction's session: of all nodes one makes it; if that one dies, its
   * lock and its unfinished CRL are gone; if it slept, it cannot commit.
   *
   * @return whether one was made
   * @throws org.opentws.revocationstatus.StatusNotTrusted the status database was set back: a CRL
   *     without a certificate that was revoked is never signed (RS1.3)
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  @RolesAllowed(RoleName.SYSTEM)
  public boolean generateIfDue(KeyPurpose purpose, String ca) {
    Instant now = trustedTime.now().truncatedTo(ChronoUnit.SECONDS);
    Instant madeBefore = now.minus(configuration.crlInterval());
    if (!crls.isDue(ca, madeBefore) || !crls.tryLock(ca) || !crls.isDue(ca, madeBefore)) {
      return false;
    }
    CrlAuthority authority = authorities.of(purpose, ca);
    Optional<StoredCrl> last = crls.current(ca);
    if (last.filter(CrlHead::isLast).isPresent()) {
      return false;
    }
    long number = crls.lastNumber(ca) + 1;
    boolean complete =
        authority.isIndirect()
            || last.filter(crl -> crl.thisUpdate().isAfter(madeBefore))
                .filter(crl -> crl.length() > configuration.crlAtOnceOctets())
                .isEmpty();
    if (complete) {
      makeComplete(authority, number, now, now.plus(configuration.crlValidity()));
    }
    crls.madeBefore(ca, madeBefore)
        .filter(base -> base.number() < number && !authority.isIndirect())
        .ifPresent(base -> makeDelta(authority, number, now, base));
    return true;
  }

  /**
   * Makes the CA's last CRL, and those of its partitions, in the caller's transaction: they have no
   * next one.
   *
   * @return its number
   */
  @TransactionAttribute(TransactionAttributeType.MANDATORY)
  @RolesAllowed(RoleName.SYSTEM)
  public long generateLast(String ca) {
    crls.lock(ca);
    long number = crls.lastNumber(ca) + 1;
    Instant now = trustedTime.now().truncatedTo(ChronoUnit.SECONDS);
    CrlAuthority authority = authorities.of(KeyPurpose.CERTIFICATE_SIGNING, ca);
    makeComplete(authority, number, now, CrlHead.NEVER);
    partitioned.generateLast(authority, number, now);
    return number;
  }

  /**
   * Makes the CA's next complete CRL, due or not, in the caller's transaction: the first one of an
   * issuer that was appointed in it.
   *
   * @return its number
   */
  @TransactionAttribute(TransactionAttributeType.MANDATORY)
  @RolesAllowed(RoleName.SYSTEM)
  public long generateNext(String ca) {
    crls.lock(ca);
    long number = crls.lastNumber(ca) + 1;
    Instant now = trustedTime.now().truncatedTo(ChronoUnit.SECONDS);
    CrlAuthority authority = authorities.of(KeyPurpose.CERTIFICATE_SIGNING, ca);
    makeComplete(authority, number, now, now.plus(configuration.crlValidity()));
    return number;
  }

  private void makeComplete(CrlAuthority authority, long number, Instant now, Instant nextUpdate) {
    String ca = authority.ca();
    Optional<String> deltaAt =
        Optional.of(places.ofDeltas(ca)).filter(url -> nextUpdate != CrlHead.NEVER);
    CrlHead own = CrlHead.complete(number, now, nextUpdate, deltaAt);
    make(
        authority,
        authority.isIndirect() ? own.indirectAt(places.ofComplete(ca)) : own,
        each -> statusDatabase.listed(ca, each));
  }

  private void makeDelta(CrlAuthority authority, long number, Instant now, StoredCrl base) {
    make(
        authority,
        CrlHead.delta(number, now, now.plus(configuration.crlValidity()), base.number()),
        each -> statusDatabase.changedSince(base.ca(), base.changeSequence(), each));
  }

  /** Gives the certificates of a list, one by one; returns the last change that is in it. */
  private interface Listing {
    long each(Consumer<CertificateStatus> each);
  }

  private void make(CrlAuthority authority, CrlHead head, Listing listing) {
    long begin = trustedTime.monotonicNanos();
    try (CrlFile crl = new CrlFile(authority)) {
      long changeSequence = listing.each(crl::add);
      maker.make(authority, head, crl, new CrlMaker.Listed(changeSequence, begin));
    }
  }
}
