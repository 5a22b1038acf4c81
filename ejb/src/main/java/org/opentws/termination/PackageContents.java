package org.opentws.termination;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.opentws.archive.PackageArchive;
import org.opentws.archive.ProviderKeys;
import org.opentws.certificategeneration.store.CertificateBookRepository;
import org.opentws.certificategeneration.store.CertificateRepository;
import org.opentws.certificategeneration.store.StoredCertificate;
import org.opentws.dissemination.PolicyDocument;
import org.opentws.dissemination.PolicyLibrary;
import org.opentws.keymanagement.KeyRegister;
import org.opentws.keymanagement.RegisteredKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.personaldata.PersonalDataParts;
import org.opentws.random.Randomness;
import org.opentws.registration.store.ApplicationRepository;
import org.opentws.revocationstatus.store.CrlRepository;
import org.opentws.revocationstatus.store.SealedChange;
import org.opentws.revocationstatus.store.StatusBookRepository;
import org.opentws.revocationstatus.store.StatusRow;
import org.opentws.revocationstatus.store.StoredCrl;

/** Writes each kind of evidence but the audit log into the archive. */
@ApplicationScoped
public class PackageContents {
  private static final int ROWS = 500;

  /** Personal data: for the recipient's eyes only. */
  private static final String SECRET = ".jsonl.p7m";

  private static final String OPEN = ".jsonl";

  @Inject KeyRegister register;
  @Inject CertificateBookRepository book;
  @Inject CertificateRepository certificates;
  @Inject StatusBookRepository statuses;
  @Inject CrlRepository crls;
  @Inject PolicyLibrary policies;
  @Inject ApplicationRepository applications;
  @Inject Randomness randomness;

  /** A certificate of a subject or of the provider. */
  record CertificateLine(
      String issuer,
      String serial,
      String profile,
      Instant generatedAt,
      Optional<String> application,
      String certificate) {}

  /** A status. */
  record StatusLine(
      String issuer,
      String serial,
      String state,
      Optional<Integer> reasonCode,
      Optional<Instant> changedAt,
      Optional<Instant> invalidityDate,
      long changeSequence) {}

  /** A change of a status, with the seal under which it stands in the log of changes. */
  record ChangeLine(
      long sequence,
      String issuer,
      String serial,
      String state,
      Optional<Integer> reasonCode,
      Instant changedAt,
      Optional<String> sealKey,
      Optional<String> seal) {}

  private static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }

  /** Certificates of every key that the provider had. */
  void authorities(PackageArchive archive) {
    ProviderKeys.put(archive, register.all());
  }

  /** Every version of every policy. */
  void policies(PackageArchive archive) {
    for (PolicyDocument policy : policies.all()) {
      archive.put(
          "policies/" + policy.name() + "-" + policy.version() + ".html", policy.text().octets());
    }
  }

  /** Every status, and the log of changes. */
  void statuses(PackageArchive archive) {
    try (PackageArchive.Lines lines = archive.lines("status", OPEN, Function.identity())) {
      List<StatusRow> part = statuses.after(Optional.empty(), ROWS);
      while (!part.isEmpty()) {
        part.forEach(row -> lines.add(line(row)));
        part = statuses.after(Optional.of(part.get(part.size() - 1)), ROWS);
      }
    }
    try (PackageArchive.Lines lines = archive.lines("status-changes", OPEN, Function.identity())) {
      List<SealedChange> part = statuses.changesAfter(0, ROWS);
      while (!part.isEmpty()) {
        part.forEach(change -> lines.add(line(change)));
        part = statuses.changesAfter(part.get(part.size() - 1).change().sequence(), ROWS);
      }
    }
  }

  private static StatusLine line(StatusRow row) {
    return new StatusLine(
        row.issuer(),
        row.serial().hex(),
        row.state().name(),
        row.reason(),
        row.changedAt(),
        row.invalidityDate(),
        row.changeSequence());
  }

  private static ChangeLine line(SealedChange sealed) {
    return new ChangeLine(
        sealed.change().sequence(),
        sealed.change().issuer(),
        sealed.change().serial().hex(),
        sealed.change().state().name(),
        sealed.change().reason(),
        sealed.change().changedAt(),
        sealed.seal().map(seal -> seal.keyId()),
        sealed.seal().map(seal -> base64(seal.signature().octets())));
  }

  /** The last list of each CA. */
  void crls(PackageArchive archive) {
    Stream.of(KeyPurpose.CERTIFICATE_SIGNING, KeyPurpose.MANAGEMENT_CERTIFICATE_SIGNING)
        .flatMap(purpose -> register.ofPurpose(purpose).stream())
        .map(RegisteredKey::owner)
        .distinct()
        .sorted()
        .flatMap(ca -> crls.current(ca).stream())
        .forEach(crl -> archive.put("crls/" + crl.ca() + "-" + crl.number() + ".crl", octets(crl)));
  }

  private InputStream octets(StoredCrl crl) {
    long parts = (crl.length() + CrlRepository.PART_OCTETS - 1) / CrlRepository.PART_OCTETS;
    return new SequenceInputStream(
        Collections.enumeration(
            IntStream.range(0, Math.toIntExact(parts))
                .mapToObj(part -> (InputStream) new PartOfCrl(crl, part))
                .toList()));
  }

  /** Read from the database when it is its turn. */
  private final class PartOfCrl extends InputStream {
    private final StoredCrl crl;
    private final int part;
    private @org.jspecify.annotations.Nullable ByteArrayInputStream octets;

    PartOfCrl(StoredCrl crl, int part) {
      this.crl = crl;
      this.part = part;
    }

    private ByteArrayInputStream opened() {
      ByteArrayInputStream open = octets;
      if (open == null) {
        open = new ByteArrayInputStream(crls.part(crl, StoredCrl.Encoding.IDENTITY, part));
        octets = open;
      }
      return open;
    }

    @Override
    public int read() {
      return opened().read();
    }

    @Override
    public int read(byte[] buffer, int from, int length) {
      return opened().read(buffer, from, length);
    }

    @Override
    public void close() {
      octets = new ByteArrayInputStream(new byte[0]);
    }
  }

  /**
   * Certificates and applications with their evidence, encrypted.
   *
   * @return when the first certificate was made
   */
  Optional<Instant> personal(PackageArchive archive, Recipient recipient) {
    SecureRandom random = randomness.secureRandom();
    Instant[] first = {Instant.MAX};
    try (PackageArchive.Lines lines =
        archive.lines("certificates", SECRET, part -> recipient.encrypted(part, random))) {
      List<CertificateBookRepository.Name> part = book.after("", "", ROWS);
      while (!part.isEmpty()) {
        for (CertificateBookRepository.Name name : part) {
          StoredCertificate certificate =
              certificates.find(name.issuer(), name.serial()).orElseThrow();
          lines.add(line(certificate));
          if (certificate.generatedAt().isBefore(first[0])) {
            first[0] = certificate.generatedAt();
          }
        }
        CertificateBookRepository.Name last = part.get(part.size() - 1);
        part = book.after(last.issuer(), last.serial().hex(), ROWS);
      }
    }
    try (PackageArchive.Lines lines =
        archive.lines("applications", SECRET, part -> recipient.encrypted(part, random))) {
      applications.each(application -> lines.add(PersonalDataParts.application(application)));
    }
    return Optional.of(first[0]).filter(time -> !time.equals(Instant.MAX));
  }

  private static CertificateLine line(StoredCertificate certificate) {
    return new CertificateLine(
        certificate.issuer(),
        certificate.serial().hex(),
        certificate.profile().name(),
        certificate.generatedAt(),
        certificate.applicationId(),
        base64(certificate.der().octets()));
  }
}
