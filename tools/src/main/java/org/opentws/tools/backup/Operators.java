package org.opentws.tools.backup;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.bouncycastle.cert.X509CertificateHolder;
import org.opentws.backup.BackupArchive;
import org.opentws.backup.BackupCipher;
import org.opentws.backup.BackupFault;
import org.opentws.backup.BackupManifest;
import org.opentws.backup.store.CopyLine;
import org.opentws.value.Sha256;

/** The System Operators of the moment at which a backup was made, as it says itself. */
final class Operators {
  private static final String ROLE = "SYSTEM_OPERATOR";
  private static final int HEXADECIMAL = 16;

  /** Under this name the management CA's certificates stand in the status database. */
  private static final String AUTHORITY = "management";

  private final Map<String, Operator> byFingerprint = new HashMap<>();

  /** Serial numbers of certificates of the management CA that are neither revoked nor suspended. */
  private final Set<BigInteger> good = new HashSet<>();

  /** Somebody who may restore, together with another one. */
  record Operator(String account, String person) {}

  /** Reads them; the backup has been verified. */
  Operators(BackupArchive archive, BackupCipher cipher) throws IOException, BackupFault {
    Set<String> holders = new HashSet<>();
    rows(
        archive,
        cipher,
        "role_assignment",
        row -> {
          if (ROLE.equals(row.get("role"))) {
            holders.add(row.getOrDefault("account", ""));
          }
        });
    Map<String, String> persons = new HashMap<>();
    rows(
        archive,
        cipher,
        "account",
        row -> {
          if ("ACTIVE".equals(row.get("state"))) {
            persons.put(row.getOrDefault("account", ""), row.getOrDefault("person", ""));
          }
        });
    rows(
        archive,
        cipher,
        "control_certificate",
        row -> {
          String account = row.getOrDefault("account", "");
          if (holders.contains(account) && persons.containsKey(account)) {
            byFingerprint.put(
                row.getOrDefault("fingerprint", ""),
                new Operator(account, persons.getOrDefault(account, "")));
          }
        });
    rows(
        archive,
        cipher,
        "certificate_status",
        row -> {
          if (AUTHORITY.equals(row.get("issuer")) && "GOOD".equals(row.get("state"))) {
            good.add(serial(row.getOrDefault("serial", "")));
          }
        });
  }

  /** As PostgreSQL writes octets: a backslash and x, then hexadecimal digits. */
  private static BigInteger serial(String octets) {
    return new BigInteger(octets.substring(2), HEXADECIMAL);
  }

  private static void rows(
      BackupArchive archive, BackupCipher cipher, String name, Consumer<Map<String, String>> taken)
      throws IOException, BackupFault {
    for (BackupManifest.Table table : archive.manifest().tables()) {
      for (int part = 1; table.name().equals(name) && part <= table.parts(); part++) {
        String text = new String(archive.part(cipher, name, part), StandardCharsets.UTF_8);
        text.lines().forEach(line -> taken.accept(row(table.columns(), line)));
      }
    }
  }

  private static Map<String, String> row(List<String> columns, String line) {
    List<Optional<String>> values = CopyLine.values(line);
    Map<String, String> row = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      row.put(columns.get(i), values.get(i).orElse(""));
    }
    return row;
  }

  /** A certificate in Java's form. */
  X509Certificate certificate(X509CertificateHolder holder) throws CertificateException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(holder.getEncoded()));
    } catch (IOException e) {
      throw new CertificateException("it cannot be read", e);
    }
  }

  /** Whose control certificate it is; empty if no operator's, or not good (KM3.6). */
  Optional<Operator> of(X509Certificate certificate) throws GeneralSecurityException {
    return good.contains(certificate.getSerialNumber())
        ? Optional.ofNullable(byFingerprint.get(Sha256.hex(certificate.getEncoded())))
        : Optional.empty();
  }
}
