package org.opentws.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import org.opentws.audit.verify.SignedDocument;

/**
 * That two persons agreed to restore one backup (BK3.2): made by the operation RESTORE_BACKUP,
 * signed by the audit key, used by {@code ./tws backup restore}.
 *
 * @param format version of the form
 * @param operation by which they agreed
 * @param backup its id
 * @param sha256 of the backup's file
 * @param notAfter when it ends (RFC 3339)
 */
public record RestoreOrder(
    String format,
    String operation,
    String backup,
    String sha256,
    String requester,
    String requesterPerson,
    String approver,
    String approverPerson,
    String issuedAt,
    String notAfter) {
  public static final String FORMAT = "opentws-restore-order-1";

  /** What stands behind the name of the backup's file. */
  public static final String DOCUMENT = ".order.json";

  /** And the signature over it. */
  public static final String SIGNATURE = ".order.p7s";

  private static final ObjectMapper JSON = new ObjectMapper();

  byte[] encoded() {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records are JSON", e);
    }
  }

  /**
   * An order that may be followed.
   *
   * @param authority the management CA that is believed
   * @param sha256 of the backup that is to be restored
   * @throws BackupFault it was altered, was given by nobody who is believed, has ended, or is for
   *     another backup
   */
  public static RestoreOrder read(
      byte[] document, byte[] signature, X509Certificate authority, String sha256, Instant now)
      throws BackupFault {
    try {
      SignedDocument.signer(document, signature, authority);
      RestoreOrder order = JSON.readValue(document, RestoreOrder.class);
      order.demand(FORMAT.equals(order.format()), "it is no order to restore a backup");
      order.demand(sha256.equals(order.sha256()), "it is for another backup");
      order.demand(
          !order.requesterPerson().equals(order.approverPerson()), "one person alone gave it");
      order.demand(
          !now.isAfter(Instant.parse(order.notAfter())), "it has ended at " + order.notAfter());
      return order;
    } catch (GeneralSecurityException e) {
      throw new BackupFault(
          "the order was altered, or was given by nobody who is believed: " + e.getMessage(), e);
    } catch (IOException | DateTimeException | NullPointerException e) {
      throw new BackupFault("the order cannot be read", e);
    }
  }

  private void demand(boolean holds, String otherwise) throws BackupFault {
    if (!holds) {
      throw new BackupFault("the order cannot be followed: " + otherwise);
    }
  }
}
