package org.opentws.access.administration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.opentws.access.RowSeal;
import org.opentws.access.SealedText;
import org.opentws.access.store.OfficerSigner;
import org.opentws.access.store.OfficerSignerRepository;
import org.opentws.access.store.SealedOfficerSigner;
import org.opentws.audit.AuditEventType;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Der;
import org.opentws.value.Sha256;

/**
 * Whose signature makes Security Officers where too few are left (M1.2a): the key that the
 * installation named, or the newest one that two persons put in its place.
 */
@ApplicationScoped
public class OfficerSigners {
  /** The object of their records in the audit log. */
  static final String ALL = "all";

  private static final Set<Integer> CHANGES = Set.of(AuditEventType.OFFICER_SIGNER_CHANGED.code());

  @Inject OfficerSignerRepository repository;
  @Inject AuditedAccountHistory history;
  @Inject RowSeal rowSeal;

  /**
   * The certificate of the key that counts now.
   *
   * @throws RequestRefused WRONG_STATE if the system has none; SEAL_BROKEN if nobody can say which
   */
  Der trusted(InstallationDocument installed) {
    return newest()
        .map(OfficerSigner::certificate)
        .or(installed::recoveryCertificate)
        .orElseThrow(
            () -> new RequestRefused(Refusal.WRONG_STATE, "the system has no recovery key"));
  }

  /**
   * The one that two persons agreed on last; empty while the installation's own counts.
   *
   * @throws RequestRefused SEAL_BROKEN if the row is not this system's, or an older one than the
   *     audit log says
   */
  Optional<OfficerSigner> newest() {
    Optional<SealedOfficerSigner> newest = repository.newest();
    boolean genuine = newest.map(this::isGenuine).orElse(Boolean.TRUE);
    Optional<Integer> version = newest.map(SealedOfficerSigner::signer).map(OfficerSigner::version);
    if (!genuine || !version.equals(history.newest(ALL, CHANGES))) {
      throw new RequestRefused(
          Refusal.SEAL_BROKEN,
          "what the database says of the recovery key is not what this system recorded");
    }
    return newest.map(SealedOfficerSigner::signer);
  }

  /** Stores a version, sealed, in the transaction of its operation. */
  void store(OfficerSigner signer) {
    repository.add(new SealedOfficerSigner(signer, rowSeal.seal(statement(signer))));
  }

  private boolean isGenuine(SealedOfficerSigner sealed) {
    return rowSeal.holds(statement(sealed.signer()), sealed.seal());
  }

  private static SealedText statement(OfficerSigner signer) {
    return SealedText.of(
        "opentws-officer-signer-1",
        List.of(
            Integer.toString(signer.version()),
            Sha256.hex(signer.certificate()),
            signer.requester(),
            signer.approver(),
            Long.toString(signer.at().toEpochMilli())));
  }
}
