package org.opentws.access.administration;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opentws.access.AccessConfiguration;
import org.opentws.access.InstallationImported;
import org.opentws.access.InstalledAccounts;
import org.opentws.access.store.InstallationRepository;
import org.opentws.access.store.Role;
import org.opentws.access.store.User;
import org.opentws.audit.AuditEventType;
import org.opentws.authentication.ManagementCa;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;
import org.opentws.value.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Imports the installation document once in the life of a system: all of it in one transaction, or
 * the server does not start. There is no other way to a first user (no default password).
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class InstallationService {
  private static final Logger LOG = LoggerFactory.getLogger(InstallationService.class);

  @Inject InstallationRepository installation;
  @Inject AccessConfiguration configuration;
  @Inject ManagementCa managementCa;
  @Inject UserRegister register;
  @Inject AccessJournal journal;
  @Inject Event<InstallationImported> imported;
  @Inject InstalledAccounts installed;
  @Inject TrustedTime time;

  /**
   * Imports on a system that is not installed. On any, the accounts of the signed document are
   * known afterwards: it is the proof of those that nobody has changed since.
   *
   * @return what this system was installed from, and its SHA-256; empty if it is not installed
   */
  @PermitAll
  public Optional<Imported> importOnce() {
    if (configuration.installationDocument().isEmpty()) {
      LOG.warn("not installed: opentws.access.installation-document is not configured; no users");
      return Optional.empty();
    }
    Path file = configuration.installationDocument().get();
    byte[] text = CeremonyFiles.read(file);
    byte[] signature = CeremonyFiles.read(CeremonyFiles.signatureOf(file));
    InstallationSignature.verify(text, signature, managementCa.certificate());
    InstallationDocument document = InstallationDocument.parse(text);
    if (!installation.isInstalled()) {
      importDocument(text, document);
    }
    installed.remember(document.statements());
    return Optional.of(new Imported(document, Sha256.hex(text)));
  }

  /** The document of this system. */
  public record Imported(InstallationDocument document, String sha256) {}

  private void importDocument(byte[] text, InstallationDocument document) {
    String sha256 = Sha256.hex(text);
    Instant now = time.now();
    // A second node that starts at the same time waits here, then finds it done.
    if (!installation.claim(sha256, document.demo(), now)) {
      return;
    }
    document.users().forEach(this::enter);
    journal.installed(
        AuditEventType.INSTALLATION,
        "all",
        Map.of(
            "documentSha256", sha256,
            "demo", Boolean.toString(document.demo()),
            "users", Integer.toString(document.users().size()),
            "keys", Integer.toString(document.keys().size())));
    List<Der> controlCertificates =
        document.users().stream().map(user -> user.user().certificate().certificate()).toList();
    imported.fire(
        new InstallationImported(document.keys(), controlCertificates, document.demo(), now));
    LOG.info("installation imported: {} users", document.users().size());
  }

  private void enter(InstallationDocument.InstalledUser installed) {
    NewUser user = installed.user();
    User created = register.create(user);
    Map<String, String> details = new HashMap<>();
    details.put("person", user.person());
    details.put("controlCertificate", user.certificate().fingerprint());
    details.put(AuditedAccountHistory.VERSION, "1");
    journal.installed(AuditEventType.USER_CREATED, user.account(), details);
    for (Role role : installed.roles()) {
      register.assignInstalled(created, role);
      journal.installed(AuditEventType.ROLE_ASSIGNED, user.account(), Map.of("role", role.name()));
    }
  }
}
