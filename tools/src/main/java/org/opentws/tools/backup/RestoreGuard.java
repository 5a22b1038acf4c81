package org.opentws.tools.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.opentws.backup.BackupFault;
import org.opentws.backup.RestoreOrder;

/**
 * Who says that a backup may be restored: two persons, always (BK3.2). Where a system ran, by the
 * order that it gave them; on a bare one, by a statement that both sign with their control keys.
 */
final class RestoreGuard {
  private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

  private final X509Certificate authority;
  private final String sha256;
  private final Instant now;

  RestoreGuard(X509Certificate authority, String sha256, Instant now) {
    this.authority = authority;
    this.sha256 = sha256;
    this.now = now;
  }

  /** Two different persons, as the audit log will name them. */
  record Persons(String requester, String approver) {}

  /** What both sign on a bare system. */
  static String statement(String sha256) {
    return "OpenTWS: restore the backup with SHA-256 " + sha256 + "\n";
  }

  /**
   * By the order beside the backup.
   *
   * @throws BackupFault there is none, or it cannot be followed
   */
  Persons byOrder(Path backup) throws IOException, BackupFault {
    Path document = Path.of(backup + RestoreOrder.DOCUMENT);
    Path signature = Path.of(backup + RestoreOrder.SIGNATURE);
    if (!Files.exists(document) || !Files.exists(signature)) {
      throw new BackupFault(
          "two persons must agree: there is no order beside the backup (operation RESTORE_BACKUP),"
              + " and no --first and --second signature");
    }
    RestoreOrder order =
        RestoreOrder.read(
            Files.readAllBytes(document), Files.readAllBytes(signature), authority, sha256, now);
    return new Persons(
        order.requester() + " (" + order.requesterPerson() + ")",
        order.approver() + " (" + order.approverPerson() + ")");
  }

  /**
   * By two signatures over the statement, of two operators whom the backup itself names.
   *
   * @throws BackupFault a signature is wrong, no operator's, or both are one person's
   */
  Persons bySignatures(List<Path> signatures, Operators operators) throws IOException, BackupFault {
    Operators.Operator first = signer(signatures.get(0), operators);
    Operators.Operator second = signer(signatures.get(1), operators);
    if (first.person().equals(second.person())) {
      throw new BackupFault("two persons must agree: both signatures are of " + first.person());
    }
    return new Persons(
        first.account() + " (" + first.person() + ")",
        second.account() + " (" + second.person() + ")");
  }

  private Operators.Operator signer(Path file, Operators operators)
      throws IOException, BackupFault {
    byte[] statement = statement(sha256).getBytes(StandardCharsets.UTF_8);
    try {
      CMSSignedData signed =
          new CMSSignedData(new CMSProcessableByteArray(statement), Files.readAllBytes(file));
      Iterator<SignerInformation> signers = signed.getSignerInfos().getSigners().iterator();
      SignerInformation signer = signers.next();
      X509Certificate certificate =
          operators.certificate(
              (X509CertificateHolder)
                  signed.getCertificates().getMatches(signer.getSID()).iterator().next());
      certificate.verify(authority.getPublicKey(), PROVIDER);
      certificate.checkValidity(Date.from(now));
      if (signers.hasNext()
          || !signer.verify(
              new JcaSimpleSignerInfoVerifierBuilder().setProvider(PROVIDER).build(certificate))) {
        throw new BackupFault(file + " is no signature over this backup");
      }
      Optional<Operators.Operator> operator = operators.of(certificate);
      return operator.orElseThrow(
          () ->
              new BackupFault(
                  file
                      + " was signed by nobody who is a System Operator with a valid certificate"));
    } catch (CMSException
        | GeneralSecurityException
        | OperatorCreationException
        | RuntimeException e) {
      throw new BackupFault(file + " is no signature over this backup", e);
    }
  }
}
