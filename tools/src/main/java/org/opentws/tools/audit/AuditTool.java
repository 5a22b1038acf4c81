package org.opentws.tools.audit;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditParameter;
import org.opentws.audit.Witness;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.format.Checkpoint;
import org.opentws.audit.format.EncodedRecord;
import org.opentws.audit.format.RecordContent;
import org.opentws.audit.format.RecordProof;
import org.opentws.audit.format.SignedNote;
import org.opentws.audit.format.WitnessKey;
import org.opentws.audit.store.AuditLogReader;
import org.opentws.audit.store.AuditStoreFailed;
import org.opentws.audit.verify.ExportVerifier;
import org.opentws.audit.verify.ExportWriter;
import org.opentws.audit.verify.Finding;
import org.opentws.audit.verify.LogVerifier;
import org.opentws.audit.verify.ProofWriter;
import org.opentws.audit.verify.TrustedSigners;
import org.opentws.audit.verify.VerificationReport;
import org.opentws.tools.CommandLine;
import org.opentws.value.Der;
import org.postgresql.ds.PGSimpleDataSource;

/** {@code ./tws audit verify [EXPORT]} and {@code ./tws audit export DIRECTORY}. */
public final class AuditTool {
  static final int INTACT = 0;
  static final int BROKEN = 1;
  static final int USAGE = 2;

  private static final String HELP =
      """
      verify [EXPORT]    verifies the audit log in the database, an export of it (a directory), or the
                         proof of one record (a file); exit code 0: intact, 1: something is wrong,
                         2: could not be verified
      prove INDEX FILE   writes the proof that a record stands in the log, for anybody to check,
                         and beside it, as FILE.pem, the certificate of the key that signed
      export DIRECTORY   writes the audit log as C2SP tlog-tiles into a new directory

      --url URL              JDBC address of the database
      --user USER            a database user who may read the audit tables
      --password-file FILE   that user's password
      --trust FILE           certificate (PEM) of the management CA, which certified the audit key
      --checkpoint FILE      the last checkpoint kept outside the database; used if it exists
      --signer FILE          certificate (PEM) of the audit key, to judge the proof of one record;
                             default: the file beside the proof
      --keep FILE            where the checkpoint is kept up to which the log was found right
      --since FILE           a checkpoint that was verified before: only what came after it is read
      --witnesses FILE       keys of outside witnesses, one a line, as C2SP signed-note writes them; default:
                             those that the database names
      --stamp-authorities FILE
                             certificates (PEM) of the authorities whose time-stamps of checkpoints are trusted
      --origin NAME          name of the log, for an export before there is an audit key
      """;

  private static final int FINDINGS_SHOWN = 10;

  private final Map<String, String> options;
  private final List<String> words;
  private final PrintStream out;

  private AuditTool(CommandLine given, PrintStream out) {
    this.options = given.options();
    this.words = given.words();
    this.out = out;
  }

  public static void main(String[] args) {
    System.exit(run(args, System.out));
  }

  /** The exit code; everything is said on {@code out}. */
  static int run(String[] args, PrintStream out) {
    Optional<CommandLine> given = CommandLine.read(args, HELP, out);
    if (given.isEmpty()) {
      return USAGE;
    }
    try {
      return new AuditTool(given.get(), out).run();
    } catch (BrokenLog e) {
      out.println("BROKEN. First: " + e.getMessage());
      return BROKEN;
    } catch (AuditStoreFailed | IOException | CertificateException e) {
      out.println("The audit log could not be processed: " + e.getMessage());
      return USAGE;
    }
  }

  private int run() throws IOException, CertificateException {
    String command = words.isEmpty() ? "" : words.get(0);
    if (command.equals("verify") && words.size() == 1) {
      return verifyDatabase();
    }
    if (command.equals("prove") && words.size() == 3) {
      return prove(words.get(1), Path.of(words.get(2)));
    }
    if (command.equals("verify")
        && words.size() == 2
        && Files.isRegularFile(Path.of(words.get(1)))) {
      return verifyProof(Path.of(words.get(1)));
    }
    if (command.equals("verify") && words.size() == 2) {
      return say(
          new ExportVerifier(Path.of(words.get(1)), trusted(), outside())
              .witnessedBy(witnesses(Optional.empty()))
              .stampedBy(stampAuthorities())
              .verify());
    }
    if (command.equals("export") && words.size() == 2) {
      return export(Path.of(words.get(1)));
    }
    out.print(HELP);
    return USAGE;
  }

  private int verifyDatabase() throws IOException, CertificateException {
    // Before the database is read: the kept checkpoint must not be newer than what is read.
    Optional<SignedNote> outside = outside();
    try (AuditLogReader reader = new AuditLogReader(database())) {
      LogVerifier verifier =
          new LogVerifier(reader, trusted(), outside)
              .witnessedBy(witnesses(reader.parameter(AuditParameter.WITNESSES.parameterName())))
              .stampedBy(stampAuthorities());
      Optional<SignedNote> since = note("since");
      VerificationReport report = since.map(verifier::verifySince).orElseGet(verifier::verify);
      keep(report, outside);
      return say(report);
    }
  }

  private int prove(String index, Path file) throws IOException {
    if (!index.matches("[0-9]{1,18}") || Files.exists(file)) {
      out.println("prove needs the index of a record, and the name of a new file");
      return USAGE;
    }
    try (AuditLogReader reader = new AuditLogReader(database())) {
      long wanted = Long.parseLong(index);
      Optional<ProofWriter> writer = ProofWriter.over(reader, wanted);
      if (writer.isEmpty() || wanted >= writer.get().size()) {
        out.println("No signed checkpoint covers a record " + index + " yet");
        return USAGE;
      }
      RecordProof proof = writer.get().of(wanted);
      Files.writeString(file, proof.encoded(), StandardCharsets.UTF_8);
      Files.writeString(
          beside(file), certificates(proof, reader.signers()), StandardCharsets.US_ASCII);
      out.println("Proof of record " + index + " written to " + file);
      return INTACT;
    }
  }

  private static Path beside(Path proof) {
    return proof.resolveSibling(proof.getFileName() + ".pem");
  }

  private static String certificates(RecordProof proof, Map<Der, Der> signers) {
    StringBuilder text = new StringBuilder();
    for (SignedNote.Signature signature : proof.checkpoint().signatures()) {
      Der certificate = signers.get(signature.keyId());
      if (certificate != null) {
        text.append("-----BEGIN CERTIFICATE-----\n")
            .append(
                Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.octets()))
            .append("\n-----END CERTIFICATE-----\n");
      }
    }
    return text.toString();
  }

  /** Needs neither database nor server: the signer's certificate stands beside, or is given. */
  private int verifyProof(Path file) throws IOException, CertificateException {
    RecordProof proof = RecordProof.parse(Files.readString(file, StandardCharsets.UTF_8));
    EncodedRecord record = EncodedRecord.decode(proof.record().octets());
    if (!proof.holds()) {
      out.println("BROKEN. First: the record is not the one at its index of the tree");
      return BROKEN;
    }
    Optional<TrustedSigners> trusted = trusted();
    Path signer = options.containsKey("signer") ? Path.of(required("signer")) : beside(file);
    if (trusted.isPresent() && Files.exists(signer)) {
      Optional<String> problem =
          trusted.get().problem(proof.checkpoint(), signer(signer), record.content().at());
      if (problem.isPresent()) {
        out.println("BROKEN. First: the checkpoint: " + problem.get());
        return BROKEN;
      }
    } else {
      out.println("Note: the signature was not judged: give --trust and --signer");
    }
    if (!cosigned(proof.checkpoint())) {
      return BROKEN;
    }
    RecordContent content = record.content();
    out.println(
        "OK: record %d (%s, %s, by %s, about %s) stands in the log"
            .formatted(
                proof.index(),
                AuditEventType.titleOf(content.type()),
                content.at(),
                content.actor(),
                content.object()));
    return INTACT;
  }

  /** False if a witness that is known did not sign what stands in its name. */
  private boolean cosigned(SignedNote checkpoint) throws IOException {
    for (WitnessKey witness : witnesses(Optional.empty())) {
      for (SignedNote.Signature signature : checkpoint.signatures()) {
        if (witness.isOf(signature)) {
          Optional<Instant> at = witness.cosigned(checkpoint.text(), signature.value());
          if (at.isEmpty()) {
            out.println("BROKEN. First: the cosignature of " + witness.name() + " is wrong");
            return false;
          }
          out.println("Note: cosigned by " + witness.name() + " at " + at.get());
        }
      }
    }
    return true;
  }

  private static Map<Der, Der> signer(Path file) throws IOException, CertificateException {
    try (InputStream in = Files.newInputStream(file)) {
      X509Certificate certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      return Map.of(
          SignedNote.ecdsaKeyId(certificate.getPublicKey().getEncoded()),
          Der.of(certificate.getEncoded()));
    }
  }

  private int export(Path directory) throws IOException {
    if (Files.exists(directory)) {
      out.println(directory + " exists already; name a new directory");
      return USAGE;
    }
    try (AuditLogReader reader = new AuditLogReader(database())) {
      String origin = options.getOrDefault("origin", "localhost/opentws/audit");
      long count = new ExportWriter(reader, directory, origin).write();
      out.println(count + " records exported to " + directory);
      return INTACT;
    }
  }

  private DataSource database() throws IOException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(required("url"));
    source.setUser(required("user"));
    if (options.containsKey("password-file")) {
      source.setPassword(
          Files.readString(Path.of(required("password-file")), StandardCharsets.UTF_8).strip());
    }
    return source;
  }

  private String required(String option) throws IOException {
    String value = options.get(option);
    if (value == null) {
      throw new IOException("the option --" + option + " is missing");
    }
    return value;
  }

  private Optional<TrustedSigners> trusted() throws IOException, CertificateException {
    if (!options.containsKey("trust")) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(Path.of(required("trust")))) {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      return Optional.of(new TrustedSigners((X509Certificate) factory.generateCertificate(in)));
    }
  }

  /**
   * From the file of who verifies. The database's own word is taken otherwise: good enough to find
   * what is wrong, not to be sure that nothing is missing.
   */
  private List<WitnessKey> witnesses(Optional<String> parameter) throws IOException {
    Path file = Path.of(options.getOrDefault("witnesses", ""));
    if (Files.isRegularFile(file)) {
      return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .map(WitnessKey::parse)
          .toList();
    }
    return Witness.keys(parameter.orElse(""));
  }

  private List<X509Certificate> stampAuthorities() throws IOException, CertificateException {
    Path file = Path.of(options.getOrDefault("stamp-authorities", ""));
    if (!Files.isRegularFile(file)) {
      return List.of();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
          .map(X509Certificate.class::cast)
          .toList();
    }
  }

  /** Later verifications may begin where this one ended well. */
  private void keep(VerificationReport report, Optional<SignedNote> outside) throws IOException {
    if (report.intact() && options.containsKey("keep") && outside.isPresent()) {
      long size = Checkpoint.parse(outside.get().text()).size();
      if (size <= report.signedSize()) {
        Files.writeString(
            Path.of(required("keep")), outside.get().encoded(), StandardCharsets.UTF_8);
      }
    }
  }

  private Optional<SignedNote> outside() throws IOException {
    return note("checkpoint");
  }

  private Optional<SignedNote> note(String option) throws IOException {
    String file = options.get(option);
    if (file == null || !Files.exists(Path.of(file))) {
      return Optional.empty();
    }
    String note = Files.readString(Path.of(file), StandardCharsets.UTF_8);
    return Optional.of(SignedNote.parse(note));
  }

  private int say(VerificationReport report) {
    report.remarks().forEach(remark -> out.println("Note: " + remark));
    if (report.intact()) {
      out.println(
          "OK: "
              + report.size()
              + " records, "
              + report.signedSize()
              + " of them covered by a signed checkpoint");
      return INTACT;
    }
    out.println("BROKEN. First: " + report.findings().get(0).sentence());
    List<Finding> others = report.findings().subList(1, report.findings().size());
    others.stream().limit(FINDINGS_SHOWN).forEach(one -> out.println("  also: " + one.sentence()));
    if (others.size() > FINDINGS_SHOWN) {
      out.println("  and " + (others.size() - FINDINGS_SHOWN) + " more");
    }
    return BROKEN;
  }
}
