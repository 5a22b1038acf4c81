package org.opentws.audit.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.format.Checkpoint;
import org.opentws.audit.format.EncodedRecord;
import org.opentws.audit.format.EntryBundle;
import org.opentws.audit.format.MerkleHash;
import org.opentws.audit.format.RecordContent;
import org.opentws.audit.format.SignedNote;
import org.opentws.audit.format.TilePath;
import org.opentws.audit.format.TreeEdge;
import org.opentws.audit.format.WitnessKey;
import org.opentws.value.Der;

/** Verifies an export without any database: entries, tiles, root, signature, completeness. */
public final class ExportVerifier {
  private final Path directory;
  private final Optional<TrustedSigners> trusted;
  private final Optional<Checkpoint> outside;
  private final Findings findings = new Findings();
  private final List<String> remarks = new ArrayList<>();
  private final EpochCheck epochs = new EpochCheck(findings);
  private final VoucherCheck vouchers;
  private final Map<Der, Der> certificates;
  private final TreeCheck tree;
  private final MerkleHash hash = new MerkleHash();
  private Instant lastAt = Instant.EPOCH;
  private List<WitnessKey> witnesses = List.of();
  private List<X509Certificate> stampAuthorities = List.of();

  /** See {@link LogVerifier}. */
  public ExportVerifier(
      Path directory, Optional<TrustedSigners> trusted, Optional<SignedNote> outside) {
    this.directory = directory;
    this.trusted = trusted;
    this.outside = outside.map(note -> Checkpoint.parse(note.text()));
    this.tree = new TreeCheck(findings, this::fullTile, this::describe);
    this.certificates = certificates();
    this.vouchers = new VoucherCheck(findings, trusted, certificates);
  }

  /** See {@link LogVerifier}. */
  public ExportVerifier witnessedBy(List<WitnessKey> keys) {
    witnesses = List.copyOf(keys);
    return this;
  }

  /** See {@link LogVerifier}. */
  public ExportVerifier stampedBy(List<X509Certificate> authorities) {
    stampAuthorities = List.copyOf(authorities);
    return this;
  }

  /**
   * Verifies.
   *
   * @throws BrokenLog this is no export at all
   */
  public VerificationReport verify() {
    SignedNote note =
        note(TilePath.CHECKPOINT)
            .orElseThrow(() -> new BrokenLog("there is no file named checkpoint"));
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    tree.remember(checkpoint.size());
    StampedExport stamped = new StampedExport(directory, findings, tree);
    Optional<SignedNote> cosigned = note(ExportWriter.COSIGNED);
    cosigned.ifPresent(one -> tree.remember(Checkpoint.parse(one.text()).size()));
    outside.ifPresent(kept -> tree.remember(kept.size()));
    long first = 0;
    while (first < checkpoint.size()
        && bundle(first, (int) Math.min(TreeEdge.TILE_WIDTH, checkpoint.size() - first))) {
      first += TreeEdge.TILE_WIDTH;
    }
    comparePartialTiles(tree.size());
    long good = outside.map(kept -> compareOutside(kept, checkpoint.size())).orElse(0L);
    tree.compare(
        new TreeCheck.Remembered(
            checkpoint.size(), checkpoint.root(), "the checkpoint of the export"),
        good);
    cosignatures(note, cosigned);
    stamped.check(stampAuthorities, remarks);
    epochs.finish(remarks);
    vouchers.finish(remarks);
    long signed = signature(note) ? checkpoint.size() : 0;
    return new VerificationReport(tree.size(), signed, findings.all(), remarks);
  }

  private Optional<SignedNote> note(String name) {
    return read(name).map(text -> SignedNote.parse(new String(text, StandardCharsets.UTF_8)));
  }

  /** Under the checkpoint of the export, and under an earlier one that must be of the same log. */
  private void cosignatures(SignedNote note, Optional<SignedNote> earlier) {
    WitnessCheck check = new WitnessCheck(findings, witnesses);
    check.check(note);
    if (earlier.isPresent()) {
      Checkpoint cosigned = Checkpoint.parse(earlier.get().text());
      tree.compare(
          new TreeCheck.Remembered(
              cosigned.size(), cosigned.root(), "the cosigned checkpoint of the export"),
          0);
      check.check(earlier.get());
    }
    check.finish(remarks);
  }

  /** An export is older than what the node has kept since: that alone is no fault. */
  private long compareOutside(Checkpoint kept, long size) {
    if (kept.size() > size) {
      remarks.add(
          "this export ends with record "
              + (size - 1)
              + "; the checkpoint kept outside covers "
              + kept.size()
              + " records");
      return 0;
    }
    return tree.compare(
        new TreeCheck.Remembered(kept.size(), kept.root(), "the checkpoint kept outside"), 0);
  }

  /** False if there is none: then it ends here, however many records its checkpoint claims. */
  private boolean bundle(long first, int width) {
    Optional<byte[]> bundle = read(TilePath.entries(first / TreeEdge.TILE_WIDTH, width));
    if (bundle.isEmpty()) {
      findings.add(first, Optional.empty(), "its bundle of entries is missing");
      return false;
    }
    List<byte[]> entries = List.of();
    try {
      entries = EntryBundle.unpack(bundle.get());
    } catch (BrokenLog e) {
      findings.add(first, Optional.empty(), "its bundle of entries cannot be read");
    }
    if (entries.size() != width) {
      findings.add(
          first,
          Optional.empty(),
          "its bundle holds " + entries.size() + " records instead of " + width);
    }
    for (int i = 0; i < width; i++) {
      entry(first + i, i < entries.size() ? entries.get(i) : new byte[0]);
    }
    return true;
  }

  private void entry(long index, byte[] entry) {
    tree.append(hash.leaf(entry));
    try {
      EncodedRecord record = EncodedRecord.decode(entry);
      lastAt = record.content().at().isAfter(lastAt) ? record.content().at() : lastAt;
      epochs.record(index, record.place(), record.content());
      vouchers.record(index, record.place(), record.content());
    } catch (BrokenLog e) {
      findings.add(index, Optional.empty(), "cannot be read: " + e.getMessage());
    }
  }

  private void comparePartialTiles(long size) {
    for (int level = 0; level < TreeEdge.levelsOf(size); level++) {
      byte[] expected = tree.partial(level);
      int width = expected.length / MerkleHash.LENGTH;
      if (width > 0) {
        long index = size >>> (8 * (level + 1));
        tree.comparePartial(level, index, expected, read(TilePath.tile(level, index, width)));
      }
    }
  }

  private boolean signature(SignedNote note) {
    if (trusted.isEmpty()) {
      remarks.add("signatures were not judged: no certificate of the management CA was given");
      return false;
    }
    if (note.signatures().isEmpty()) {
      // Otherwise whoever alters an export would only have to take the signature away.
      findings.add("the checkpoint of the export has no signature: nobody vouches for it");
      return false;
    }
    Optional<String> problem = trusted.get().problem(note, certificates, lastAt);
    problem.ifPresent(what -> findings.add("the checkpoint of the export: " + what));
    return problem.isEmpty();
  }

  private Map<Der, Der> certificates() {
    Map<Der, Der> certificates = new HashMap<>();
    Path folder = directory.resolve("certificates");
    if (!Files.isDirectory(folder)) {
      return certificates;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".pem")).toList()) {
        String name = String.valueOf(file.getFileName()).replace(".pem", "");
        String base64 =
            Files.readString(file).replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        certificates.put(
            Der.of(HexFormat.of().parseHex(name)), Der.of(Base64.getDecoder().decode(base64)));
      }
    } catch (IOException | IllegalArgumentException e) {
      findings.add("the certificates of the export cannot be read: " + e.getMessage());
    }
    return certificates;
  }

  private Optional<Der> fullTile(int level, long index) {
    return read(TilePath.tile(level, index, TreeEdge.TILE_WIDTH)).map(Der::of);
  }

  private Optional<RecordContent> describe(long index) {
    long number = index / TreeEdge.TILE_WIDTH;
    try {
      Optional<byte[]> bundle = read(TilePath.entries(number, TreeEdge.TILE_WIDTH));
      return bundle
          .map(EntryBundle::unpack)
          .map(entries -> entries.get((int) (index % TreeEdge.TILE_WIDTH)))
          .map(entry -> EncodedRecord.decode(entry).content());
    } catch (BrokenLog | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private Optional<byte[]> read(String name) {
    Path file = directory.resolve(name);
    try {
      return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("read " + name, e);
    }
  }
}
