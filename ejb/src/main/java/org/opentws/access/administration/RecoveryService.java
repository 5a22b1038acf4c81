package org.opentws.access.administration;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Map;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.opentws.access.administration.InstallationDocument.InstalledUser;
import org.opentws.access.store.InstallationRepository;
import org.opentws.access.store.Role;
import org.opentws.access.store.User;
import org.opentws.audit.AuditEventType;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;
import org.opentws.value.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes Security Officers anew where too few are left to agree on anything (M1.2a): from a document
 * that the recovery ceremony signed with the key whose certificate the installation named, or the
 * one that two persons put in its place, and which is opened by the holders of its shares alone.
 * Each document counts once, all of it or nothing.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class RecoveryService {
  private static final Logger LOG = LoggerFactory.getLogger(RecoveryService.class);

  @Inject InstallationRepository installation;
  @Inject OfficerSigners signers;
  @Inject UserRegister register;
  @Inject AssignmentRules rules;
  @Inject AccessJournal journal;
  @Inject TrustedTime time;

  /**
   * Imports one document, unless that was done before.
   *
   * @param installed what this system was installed from
   * @param system SHA-256 of its document
   * @throws RequestRefused the document is not signed as it must be, or does not hold here; or an
   *     account, certificate or role in it is refused by the rules for users
   */
  @PermitAll
  public void importOnce(
      byte[] text, byte[] signature, InstallationDocument installed, String system) {
    Instant now = time.now();
    RecoveryDocument document = verified(text, signature, installed, now);
    String sha256 = Sha256.hex(text);
    // Another node that starts at the same time waits here, then finds it done.
    if (!installation.claimRecovery(sha256, now)) {
      return;
    }
    document
        .objection(system, installed.demo(), now)
        .ifPresent(
            objection -> {
              throw new RequestRefused(Refusal.PROFILE_VIOLATION, objection);
            });
    register.keepOthersOut();
    document.users().forEach(this::enter);
    document.disabled().forEach(this::disable);
    journal.recovered(
        AuditEventType.OFFICERS_RECOVERED,
        "all",
        Map.of(
            "documentSha256", sha256,
            "demo", Boolean.toString(document.demo()),
            "users", Integer.toString(document.users().size())));
    LOG.warn("recovery imported: {} new Security Officers", document.users().size());
  }

  /** Records that the document in that file was not taken. */
  @PermitAll
  public void refused(String file, String why) {
    LOG.error("recovery document {} refused: {}", file, why);
    journal.refusedRecovery(file, why);
  }

  private RecoveryDocument verified(
      byte[] text, byte[] signature, InstallationDocument installed, Instant now) {
    Der trusted = signers.trusted(installed);
    try {
      DocumentSignature.verify(text, signature, signer -> isTrusted(signer, trusted, now));
      return RecoveryDocument.parse(text);
    } catch (IllegalStateException e) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, String.valueOf(e.getMessage()), e);
    }
  }

  private static boolean isTrusted(X509CertificateHolder signer, Der trusted, Instant now)
      throws CertificateException {
    var certificate = new JcaX509CertificateConverter().getCertificate(signer);
    certificate.checkValidity(Date.from(now));
    return Arrays.equals(certificate.getEncoded(), trusted.octets());
  }

  private void enter(InstalledUser officer) {
    NewUser user = officer.user();
    User created = register.createSealed(user);
    journal.recovered(
        AuditEventType.USER_CREATED,
        user.account(),
        Map.of(
            "person",
            user.person(),
            "controlCertificate",
            user.certificate().fingerprint(),
            AuditedAccountHistory.VERSION,
            "1"));
    rules.requireAssignable(created, Role.SECURITY_OFFICER);
    change(
        created,
        AuditEventType.ROLE_ASSIGNED,
        new AccountChange(
            "Give the role SECURITY_OFFICER",
            Map.of(AssignRoleOperation.ROLE, Role.SECURITY_OFFICER.name()),
            (account, at) -> account.assign(Role.SECURITY_OFFICER, at)));
  }

  private void disable(String account) {
    User user = register.existing(account);
    if (user.isActive()) {
      rules.requirePairWithout(user);
      change(
          user,
          AuditEventType.USER_CHANGED,
          new AccountChange(
              "Disable the account",
              Map.of(DisableUserOperation.STATE, "DISABLED"),
              (lost, at) -> lost.disable()));
    }
  }

  private void change(User user, AuditEventType type, AccountChange change) {
    journal.recovered(type, user.account(), register.apply(user, change));
  }
}
