package org.opentws.audit.review;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.EJB;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.opentws.access.store.PermissionName;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditFunction;
import org.opentws.audit.CheckpointSignature;
import org.opentws.audit.CheckpointSigner;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.format.RecordProof;
import org.opentws.audit.format.TilePath;
import org.opentws.audit.format.TreeEdge;
import org.opentws.audit.store.AuditDatabase;
import org.opentws.audit.store.AuditLogReader;
import org.opentws.audit.verify.ProofWriter;
import org.opentws.audit.verify.TileWriter;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;

/** What a System Auditor takes along: proofs, records as text, a signed export for a court. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AuditExportService {
  /** More records are for the whole export: {@code ./tws audit export}. */
  public static final int SIGNED_RECORDS_MAX = 10_000;

  @EJB private AuditFunction function;
  @Inject private AuditDatabase database;
  @Inject private TrustedAuditKeys keys;
  @Inject private LookJournal journal;
  @Inject private Instance<CheckpointSigner> signers;
  @Inject private TrustedTime time;

  /**
   * The proof that a record stands in the log, as C2SP tlog-proof, for anybody to check.
   *
   * @throws RequestRefused NOT_FOUND: there is no such record, or no signed checkpoint covers it
   *     yet; WRONG_STATE: it is not what was sealed
   */
  @RolesAllowed(PermissionName.AUDIT_READ)
  public String prove(long index) {
    journal.looked(AuditEventType.AUDIT_PROVED, Map.of("index", Long.toString(index)));
    try (AuditLogReader reader = database.reader()) {
      ProofWriter writer = writer(reader, index);
      if (index < 0 || index >= writer.size()) {
        throw new RequestRefused(
            Refusal.NOT_FOUND, "no signed checkpoint covers a record " + index + " yet");
      }
      return writer.of(index).encoded();
    } catch (BrokenLog e) {
      throw broken(e);
    }
  }

  /**
   * The newest signed checkpoint of the log, with the cosignatures that it has.
   *
   * @throws RequestRefused NOT_FOUND: none has been signed yet
   */
  @RolesAllowed(PermissionName.AUDIT_READ)
  public String checkpoint() {
    return tiles(tiles -> Optional.of(tiles.checkpoint().encoded()));
  }

  /**
   * Hashes of the log's tree (C2SP tlog-tiles). They tell nothing of what happened, so the look is
   * not recorded.
   *
   * @throws RequestRefused NOT_FOUND: no signed checkpoint covers them all; WRONG_STATE: the log
   *     does not verify
   */
  @RolesAllowed(PermissionName.AUDIT_READ)
  public byte[] tile(int level, TilePath.Part part) {
    return tiles(tiles -> tiles.tile(level, part));
  }

  /**
   * Records of the log as a bundle of entries (C2SP tlog-tiles).
   *
   * @throws RequestRefused NOT_FOUND: no signed checkpoint covers them all; WRONG_STATE: the log
   *     does not verify
   */
  @RolesAllowed(PermissionName.AUDIT_READ)
  public byte[] entries(TilePath.Part part) {
    Map<String, String> details =
        Map.of("format", "entries", "index", Long.toString(part.index() * TreeEdge.TILE_WIDTH));
    journal.looked(AuditEventType.AUDIT_EXPORTED, details);
    return tiles(tiles -> tiles.entries(part));
  }

  private <T> T tiles(Function<TileWriter, Optional<T>> file) {
    try (AuditLogReader reader = database.reader()) {
      return TileWriter.over(reader)
          .flatMap(file)
          .orElseThrow(
              () ->
                  new RequestRefused(Refusal.NOT_FOUND, "no signed checkpoint covers all of that"));
    } catch (BrokenLog e) {
      throw broken(e);
    }
  }

  private static RequestRefused broken(BrokenLog why) {
    return new RequestRefused(
        Refusal.WRONG_STATE, why.getMessage() + "; verify the log to know more");
  }

  private static ProofWriter writer(AuditLogReader reader, long covering) {
    return ProofWriter.over(reader, covering)
        .orElseThrow(
            () -> new RequestRefused(Refusal.NOT_FOUND, "no checkpoint has been signed yet"));
  }

  /**
   * Every record that fits, newest first; the page limit of the query does not count.
   *
   * @param format for the record of this export
   * @param each must not keep what it is given
   */
  @RolesAllowed(PermissionName.AUDIT_READ)
  public void export(AuditQuery query, String format, Consumer<AuditLine> each) {
    recordExport(query, format);
    function.node().awaitSealed();
    all(query, each);
  }

  private void recordExport(AuditQuery query, String format) {
    Map<String, String> details = new TreeMap<>(query.described());
    details.put("format", format);
    journal.looked(AuditEventType.AUDIT_EXPORTED, details);
  }

  private void all(AuditQuery query, Consumer<AuditLine> each) {
    Optional<AuditQuery> next = Optional.of(query);
    while (next.isPresent()) {
      AuditQuery part = next.get();
      AuditPage page = new AuditSearch(database.search(), part, time).page();
      page.records().forEach(each);
      next =
          page.next().isPresent()
              ? Optional.of(part.before(page.next().getAsLong()))
              : Optional.empty();
    }
  }

  /**
   * An archive for a court: the records that fit, a proof for each, what is needed to check them
   * without this system, and over all of it a signature of the audit key.
   *
   * @return a ZIP archive
   * @throws RequestRefused WRONG_STATE: more than {@value #SIGNED_RECORDS_MAX} records fit, or the
   *     log does not verify
   * @throws ServiceUnavailable KEY, DEVICE
   */
  @RolesAllowed(PermissionName.AUDIT_READ)
  public byte[] signed(AuditQuery query) {
    recordExport(query, "signed");
    function.node().awaitSealed();
    try (AuditLogReader reader = database.reader()) {
      ProofWriter writer = writer(reader, Long.MAX_VALUE);
      List<AuditLine> lines = new ArrayList<>();
      all(query.before(Math.min(query.before().orElse(Long.MAX_VALUE), writer.size())), lines::add);
      if (lines.size() > SIGNED_RECORDS_MAX) {
        throw new RequestRefused(
            Refusal.WRONG_STATE, "more than " + SIGNED_RECORDS_MAX + " records fit: ask for less");
      }
      List<RecordProof> proofs = lines.stream().map(line -> writer.of(line.index())).toList();
      return new SignedExport(lines, proofs, query.described(), time.now())
          .zip(writer.checkpoint(), reader.signers(), keys.authority(), this::sign);
    } catch (BrokenLog e) {
      throw broken(e);
    }
  }

  private CheckpointSignature sign(Der text) {
    return signers.stream()
        .findFirst()
        .flatMap(signer -> signer.sign(text))
        .orElseThrow(
            () ->
                new ServiceUnavailable(
                    ServiceUnavailable.Cause.KEY, "there is no active audit key to sign with"));
  }
}
