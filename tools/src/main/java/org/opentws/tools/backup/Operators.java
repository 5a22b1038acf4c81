package org.opentws.tools.backup;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.cert.X509CertificateHolder;
import org.opentws.backup.BackupArchive;
import org.opentws.backup.BackupCipher;
import org.opentws.backup.BackupDigest;
import org.opentws.backup.BackupFault;
import org.opentws.backup.BackupManifest;
import org.opentws.backup.store.CopyLine;

/** The System Operators of the moment at which a backup was made, as it says itself. */
final class Operators {
  private static final String ROLE = "SYSTEM_OPERATOR";

  private final Map<String, Operator> byFingerprint = new HashMap<>();

  /** Somebody who may restore, together with another one. */
  record Operator(String account, String person) {}

  /** Reads them; the backup has been verified. */
  Operators(BackupArchive archive, BackupCipher cipher) throws IOException, BackupFault {
    Set<String> holders = new HashSet<>();
    for (Map<String, String> row : rows(archive, cipher, "role_assignment")) {
      if (ROLE.equals(row.get("role"))) {
        holders.add(row.getOrDefault("account", ""));
      }
    }
    Map<String, String> persons = new HashMap<>();
    for (Map<String, String> row : rows(archive, cipher, "account")) {
      if ("ACTIVE".equals(row.get("state"))) {
        persons.put(row.getOrDefault("account", ""), row.getOrDefault("person", ""));
      }
    }
    for (Map<String, String> row : rows(archive, cipher, "control_certificate")) {
      String account = row.getOrDefault("account", "");
      if (holders.contains(account) && persons.containsKey(account)) {
        byFingerprint.put(
            row.getOrDefault("fingerprint", ""),
            new Operator(account, persons.getOrDefault(account, "")));
      }
    }
  }

  private static List<Map<String, String>> rows(
      BackupArchive archive, BackupCipher cipher, String name) throws IOException, BackupFault {
    List<Map<String, String>> rows = new ArrayList<>();
    for (BackupManifest.Table table : archive.manifest().tables()) {
      for (int part = 1; table.name().equals(name) && part <= table.parts(); part++) {
        String text = new String(archive.part(cipher, name, part), StandardCharsets.UTF_8);
        for (String line : text.split("\n")) {
          List<Optional<String>> values = CopyLine.values(line);
          Map<String, String> row = new HashMap<>();
          for (int i = 0; i < table.columns().size(); i++) {
            row.put(table.columns().get(i), values.get(i).orElse(""));
          }
          rows.add(row);
        }
      }
    }
    return rows;
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

  /** Whose control certificate it is; empty if no operator's. */
  Optional<Operator> of(X509Certificate certificate) throws GeneralSecurityException {
    return Optional.ofNullable(byFingerprint.get(BackupDigest.of(certificate.getEncoded())));
  }
}
