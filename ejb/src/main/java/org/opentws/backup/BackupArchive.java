package org.opentws.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.opentws.audit.verify.SignedDocument;
import org.opentws.value.Sha256;

/** A backup that is read: nothing of it is believed before {@link #verify}. */
public final class BackupArchive implements AutoCloseable {
  private final ZipFile zip;
  private final BackupManifest manifest;

  private BackupArchive(ZipFile zip, BackupManifest manifest) {
    this.zip = zip;
    this.manifest = manifest;
  }

  /**
   * Opens it.
   *
   * @throws BackupFault it is none, or was cut short
   */
  public static BackupArchive open(Path file) throws IOException, BackupFault {
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile());
    } catch (ZipException e) {
      throw new BackupFault(file.getFileName() + " is no whole backup: " + e.getMessage(), e);
    }
    try {
      return new BackupArchive(zip, BackupManifest.read(octets(zip, BackupManifest.NAME)));
    } catch (IOException | BackupFault | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  public BackupManifest manifest() {
    return manifest;
  }

  /**
   * What is wrong with it; empty if it is as it was made.
   *
   * @param authority the management CA that is believed
   */
  public List<String> verify(X509Certificate authority) throws IOException {
    List<String> wrong = new ArrayList<>();
    try {
      SignedDocument.signer(
          octets(zip, BackupManifest.NAME), octets(zip, BackupManifest.SIGNATURE), authority);
      if (!manifest.authoritySha256().equals(Sha256.hex(authority.getEncoded()))) {
        wrong.add("it is the backup of another installation: its management CA is another one");
      }
    } catch (CertificateEncodingException | BackupFault e) {
      wrong.add(String.valueOf(e.getMessage()));
    } catch (GeneralSecurityException e) {
      wrong.add(
          BackupManifest.NAME
              + " was altered, or was signed by nobody who is believed: "
              + e.getMessage());
    }
    wrong.addAll(differences());
    return wrong;
  }

  /** What the manifest and the archive do not agree about; each names its file. */
  private List<String> differences() {
    List<String> wrong = new ArrayList<>();
    Set<String> known = new HashSet<>(Set.of(BackupManifest.NAME, BackupManifest.SIGNATURE));
    for (BackupManifest.Part file : manifest.files()) {
      known.add(file.name());
      ZipEntry entry = zip.getEntry(file.name());
      if (entry == null) {
        wrong.add(file.name() + " is missing");
      } else if (!file.sha256().equals(digest(entry))) {
        wrong.add(file.name() + " was altered");
      }
    }
    List<String> names = zip.stream().map(ZipEntry::getName).toList();
    names.stream()
        .filter(name -> !known.contains(name))
        .forEach(name -> wrong.add(name + " is not in the manifest"));
    if (names.size() != new HashSet<>(names).size()) {
      wrong.add("a name stands in the archive twice");
    }
    return wrong;
  }

  private String digest(ZipEntry entry) {
    try (InputStream in = zip.getInputStream(entry)) {
      return Sha256.hex(in);
    } catch (IOException e) {
      return "unreadable";
    }
  }

  /**
   * A part of a table, in the text format of COPY.
   *
   * @param number from 1
   */
  public byte[] part(BackupCipher cipher, String table, int number)
      throws IOException, BackupFault {
    String name = BackupManifest.part(table, number);
    return cipher.open(name, octets(zip, name));
  }

  private static byte[] octets(ZipFile zip, String name) throws IOException, BackupFault {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new BackupFault(name + " is missing");
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
