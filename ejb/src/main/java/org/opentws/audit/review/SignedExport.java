package org.opentws.audit.review;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.opentws.audit.CheckpointSignature;
import org.opentws.audit.format.RecordProof;
import org.opentws.audit.format.SignedNote;
import org.opentws.value.Der;
import org.opentws.value.Sha256;

/** An archive that proves itself to somebody who has neither this system nor its software. */
final class SignedExport {
  private static final String README =
      """
      Audit records of a trust service provider, exported by OpenTWS.

      records.json, records.csv  the records, newest first; personal values included where they are not erased
      proofs/N.tlog-proof        that record N stands in the audit log (https://c2sp.org/tlog-proof); the line
                                 "extra" is the record as it was hashed
      checkpoint                 the signed tree head against which the proofs are made
      certificates/              the audit keys' certificates, and that of the authority which issued them
      MANIFEST, MANIFEST.sig     SHA-256 of every file, signed by the audit key

      To check, with coreutils and OpenSSL:
        sha256sum -c MANIFEST
        openssl verify -CAfile certificates/authority.pem certificates/KEY.pem
        openssl x509 -in certificates/KEY.pem -pubkey -noout > key.pub
        openssl dgst -sha256 -verify key.pub -signature MANIFEST.sig MANIFEST
      where KEY is %s. How to check a proof by hand: docs/audit-proof.md of OpenTWS.

      Made at %s. Asked for: %s.
      """;

  private final List<AuditLine> lines;
  private final List<RecordProof> proofs;
  private final Map<String, String> query;
  private final Instant at;
  private final Map<String, byte[]> files = new TreeMap<>();

  /**
   * Once.
   *
   * @param proofs one for each line, in the same order
   */
  SignedExport(
      List<AuditLine> lines, List<RecordProof> proofs, Map<String, String> query, Instant at) {
    this.lines = lines;
    this.proofs = proofs;
    this.query = query;
    this.at = at;
  }

  /**
   * The archive.
   *
   * @param signers certificates of audit keys, by the id of their key
   * @param authority certificate of the management CA
   * @param sign signs with the audit key of now
   */
  byte[] zip(
      SignedNote checkpoint,
      Map<Der, Der> signers,
      Der authority,
      Function<Der, CheckpointSignature> sign) {
    text("records.json", lines.stream().map(AuditText::json).collect(json()));
    text("records.csv", lines.stream().map(AuditText::csv).collect(csv()));
    proofs.forEach(proof -> text("proofs/" + proof.index() + ".tlog-proof", proof.encoded()));
    text("checkpoint", checkpoint.encoded());
    signers.forEach((id, certificate) -> text(certificateName(id), pem(certificate)));
    text("certificates/authority.pem", pem(authority));
    // The key of now must be among the certificates, whether it has signed a checkpoint or not.
    CheckpointSignature probe = sign.apply(Der.of(manifest()));
    Der id = SignedNote.ecdsaKeyId(probe.subjectPublicKeyInfo().octets());
    text(certificateName(id), pem(probe.certificate()));
    text("README.txt", README.formatted(HexFormat.of().formatHex(id.octets()), at, query));
    byte[] manifest = manifest();
    files.put("MANIFEST.sig", sign.apply(Der.of(manifest)).value().octets());
    files.put("MANIFEST", manifest);
    return packed();
  }

  private static java.util.stream.Collector<CharSequence, ?, String> json() {
    return Collectors.joining(",\n", "[\n", "\n]\n");
  }

  private static java.util.stream.Collector<CharSequence, ?, String> csv() {
    return Collectors.joining("\r\n", AuditText.CSV_HEADER + "\r\n", "\r\n");
  }

  private static String certificateName(Der keyId) {
    return "certificates/" + HexFormat.of().formatHex(keyId.octets()) + ".pem";
  }

  private void text(String name, String contents) {
    files.put(name, contents.getBytes(StandardCharsets.UTF_8));
  }

  /** As sha256sum writes it. */
  private byte[] manifest() {
    StringBuilder text = new StringBuilder();
    files.forEach(
        (name, octets) -> text.append(Sha256.hex(octets)).append("  ").append(name).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private byte[] packed() {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(octets)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTime(at.toEpochMilli());
        zip.putNextEntry(entry);
        zip.write(file.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return octets.toByteArray();
  }

  private static String pem(Der certificate) {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.octets())
        + "\n-----END CERTIFICATE-----\n";
  }
}
