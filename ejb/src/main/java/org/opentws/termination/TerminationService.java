package org.opentws.termination;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentws.access.CurrentCaller;
import org.opentws.access.store.PermissionName;
import org.opentws.archive.JsonText;
import org.opentws.archive.PackageArchive;
import org.opentws.archive.PackedFile;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.DocumentSignature;
import org.opentws.audit.Outcome;
import org.opentws.dualcontrol.DualControlService;
import org.opentws.dualcontrol.OperationView;
import org.opentws.dualcontrol.store.OperationState;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.KeyUse;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;
import org.opentws.value.Sha256;

/** Makes the package that outlives the provider, once two persons have allowed it. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class TerminationService {
  /** For how long what was allowed may be fetched. */
  private static final Duration ALLOWED = Duration.ofDays(1);

  private static final String AUTHORITY = "management";

  @EJB DualControlService operations;
  @Inject PackageContents contents;
  @Inject PackedAuditLog auditLog;
  @Inject DocumentSignature signature;
  @Inject KeyUse keys;
  @Inject AuditLog audit;
  @Inject CurrentCaller caller;
  @Inject TrustedTime time;

  /**
   * Writes the package into a new file, with memory for a part of it; recorded before.
   *
   * @param operation that two persons agreed to within the last day
   * @param scratch a folder for this call alone; the caller removes it
   * @return the package, within that folder
   * @throws RequestRefused NOT_FOUND, WRONG_STATE, EXPIRED
   * @throws ServiceUnavailable DISK
   */
  @RolesAllowed(PermissionName.TERMINATION_EXPORT)
  public Path export(String operation, Path scratch) {
    OperationView allowed = allowed(operation);
    Recipient recipient =
        Recipient.of(
            allowed.parameters().getOrDefault(ExportTerminationPackageOperation.RECIPIENT, ""));
    audit.recordAndWait(
        new AuditEvent(
            AuditEventType.TERMINATION_PACKAGE_EXPORTED,
            Outcome.SUCCESS,
            caller.get().account(),
            "termination-package",
            Map.of("operation", operation, "recipient", Sha256.hex(recipient.encoded()))));
    Path file = scratch.resolve("package.zip");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        PackageArchive archive = new PackageArchive(out, time.now())) {
      write(archive, allowed, recipient, scratch);
    } catch (IOException | UncheckedIOException e) {
      throw new ServiceUnavailable(
          ServiceUnavailable.Cause.DISK, "the package cannot be written", e);
    }
    return file;
  }

  private void write(
      PackageArchive archive, OperationView allowed, Recipient recipient, Path scratch) {
    Instant now = time.now();
    archive.put("README.txt", PackageReadme.octets());
    Der authority = keys.active(KeyPurpose.MANAGEMENT_CERTIFICATE_SIGNING, AUTHORITY).certificate();
    archive.put("management-ca.cer", authority.octets());
    contents.authorities(archive);
    contents.policies(archive);
    contents.statuses(archive);
    contents.crls(archive);
    Optional<Instant> first = contents.personal(archive, recipient);
    auditLog.put(archive, scratch, recipient);
    List<PackedFile> files = archive.files();
    byte[] manifest =
        JsonText.of(
            new PackageManifest(
                PackageManifest.FORMAT,
                allowed.id(),
                allowed.requestedBy(),
                allowed.approvals().stream().map(OperationView.Approval::account).toList(),
                recipient.name(),
                Sha256.hex(recipient.encoded()),
                Sha256.hex(authority),
                first.orElse(now),
                now,
                files));
    archive.put(PackageManifest.NAME, manifest);
    archive.put(PackageManifest.SIGNATURE, signature.over(manifest, now));
  }

  private OperationView allowed(String operation) {
    OperationView found = operations.find(operation);
    if (!found.type().equals(ExportTerminationPackageOperation.TYPE)) {
      throw new RequestRefused(Refusal.NOT_FOUND, "no such operation");
    }
    if (found.state() != OperationState.EXECUTED) {
      throw new RequestRefused(Refusal.WRONG_STATE, "nobody has approved this yet");
    }
    if (found.finishedAt().map(end -> end.plus(ALLOWED).isBefore(time.now())).orElse(true)) {
      throw new RequestRefused(Refusal.EXPIRED, "this was allowed for a day; ask anew");
    }
    return found;
  }

  /** Removes a folder of a call with all that is in it. */
  @RolesAllowed(PermissionName.TERMINATION_EXPORT)
  public void discard(Path scratch) {
    try (Stream<Path> all = Files.walk(scratch)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("what was put aside for a package cannot be removed", e);
    }
  }
}
