package org.opentws.revocationstatus;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.CommittedKeys;
import org.opentws.keymanagement.RegisteredKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.value.Der;

/**
 * Finds the CA that a CertID means, by the hashes of its name and key. SHA-1 only identifies here
 * (RFC 5019, 2.1.1); nothing is signed with it.
 */
@ApplicationScoped
public class IssuerDirectory {
  private static final Map<ASN1ObjectIdentifier, String> DIGESTS =
      Map.of(
          OIWObjectIdentifiers.idSHA1, "SHA-1",
          NISTObjectIdentifiers.id_sha256, "SHA-256",
          NISTObjectIdentifiers.id_sha384, "SHA-384",
          NISTObjectIdentifiers.id_sha512, "SHA-512");

  @Inject CommittedKeys keys;

  /**
   * What is looked up, as of one version of the register.
   *
   * @param known what each certificate of a CA gives: it is reckoned once
   */
  private record Directory(
      long version, Map<IssuerHashes, ServedCa> byHashes, Map<Der, Known> known) {}

  private record Known(ServedCa ca, List<IssuerHashes> hashes) {}

  private final ReentrantLock renewing = new ReentrantLock();

  private volatile Directory directory = new Directory(Long.MIN_VALUE, Map.of(), Map.of());

  /** The CA of ours that issued the certificate asked about; empty for a foreign one. */
  Optional<ServedCa> issuerOf(IssuerHashes asked) {
    return Optional.ofNullable(upToDate().byHashes().get(asked));
  }

  private Directory upToDate() {
    Directory seen = directory;
    try {
      return keys.version() == seen.version() ? seen : renewed(seen);
    } catch (ServiceUnavailable e) {
      if (seen.version() == Long.MIN_VALUE) {
        throw e;
      }
      // The CAs of a moment ago are still ours; their keys are judged at each use.
      return seen;
    }
  }

  /** One caller reads; others do not wait for that, but the first ones of all. */
  private Directory renewed(Directory seen) {
    if (!renewing.tryLock()) {
      if (seen.version() != Long.MIN_VALUE) {
        return seen;
      }
      renewing.lock();
    }
    try {
      // Before the lines are read: what changes meanwhile is read the next time.
      long version = keys.version();
      Directory former = directory;
      if (version != former.version()) {
        directory = read(version, former);
      }
      return directory;
    } finally {
      renewing.unlock();
    }
  }

  private Directory read(long version, Directory former) {
    Map<IssuerHashes, ServedCa> byHashes = new HashMap<>();
    Map<Der, Known> known = new HashMap<>();
    for (RegisteredKey key : keys.ofPurpose(KeyPurpose.CERTIFICATE_SIGNING)) {
      // An offline CA is registered too; it answers for itself by its CRL.
      if (key.state() != KeyState.OFFLINE && key.certificate().isPresent()) {
        Known each =
            Optional.ofNullable(former.known().get(key.certificate().get()))
                .filter(before -> before.ca().id().equals(key.owner()))
                .orElseGet(() -> reckoned(key.owner(), key.certificate().get()));
        known.put(key.certificate().get(), each);
        each.hashes().forEach(hashes -> byHashes.put(hashes, each.ca()));
      }
    }
    return new Directory(version, byHashes, known);
  }

  private static Known reckoned(String ca, Der certificate) {
    try {
      X509CertificateHolder holder = new X509CertificateHolder(certificate.octets());
      byte[] name = holder.getSubject().getEncoded();
      byte[] key = holder.getSubjectPublicKeyInfo().getPublicKeyData().getOctets();
      ServedCa served = new ServedCa(ca, holder.getNotBefore().toInstant());
      List<IssuerHashes> hashes = new ArrayList<>();
      for (Map.Entry<ASN1ObjectIdentifier, String> digest : DIGESTS.entrySet()) {
        MessageDigest hash = MessageDigest.getInstance(digest.getValue());
        hashes.add(
            new IssuerHashes(digest.getKey(), Der.of(hash.digest(name)), Der.of(hash.digest(key))));
      }
      return new Known(served, List.copyOf(hashes));
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("the certificate of CA " + ca + " cannot be read", e);
    }
  }
}
