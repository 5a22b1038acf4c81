package org.opentws.revocationstatus;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.KeyRegister;
import org.opentws.keymanagement.RegisteredKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;

/**
 * Finds the CA that a CertID means, by the hashes of its name and key. SHA-1 only identifies here
 * (RFC 5019, 2.1.1); nothing is signed with it.
 */
@ApplicationScoped
public class IssuerDirectory {
  private static final long REFRESH_AFTER_NANOS = Duration.ofSeconds(1).toNanos();

  private static final Map<ASN1ObjectIdentifier, String> DIGESTS =
      Map.of(
          OIWObjectIdentifiers.idSHA1, "SHA-1",
          NISTObjectIdentifiers.id_sha256, "SHA-256",
          NISTObjectIdentifiers.id_sha384, "SHA-384",
          NISTObjectIdentifiers.id_sha512, "SHA-512");

  @Inject KeyRegister keyRegister;
  @Inject TrustedTime trustedTime;

  private volatile Map<IssuerHashes, ServedCa> byHashes = Map.of();
  private volatile long refreshedAt;
  private volatile boolean filled;

  /** The CA of ours that issued the certificate asked about; empty for a foreign one. */
  Optional<ServedCa> issuerOf(IssuerHashes asked) {
    refreshIfOld();
    return Optional.ofNullable(byHashes.get(asked));
  }

  private void refreshIfOld() {
    long now = trustedTime.monotonicNanos();
    if (filled && now - refreshedAt < REFRESH_AFTER_NANOS) {
      return;
    }
    try {
      byHashes = Map.copyOf(read());
      filled = true;
    } catch (ServiceUnavailable e) {
      if (!filled) {
        throw e;
      }
      // The CAs of a second ago are still ours; their keys are judged at each use.
    }
    refreshedAt = now;
  }

  private Map<IssuerHashes, ServedCa> read() {
    Map<IssuerHashes, ServedCa> found = new HashMap<>();
    for (RegisteredKey key : keyRegister.ofPurpose(KeyPurpose.CERTIFICATE_SIGNING)) {
      // An offline CA is registered too; it answers for itself by its CRL.
      if (key.state() != KeyState.OFFLINE && key.certificate().isPresent()) {
        put(found, key.owner(), key.certificate().get());
      }
    }
    return found;
  }

  private static void put(Map<IssuerHashes, ServedCa> found, String ca, Der certificate) {
    try {
      X509CertificateHolder holder = new X509CertificateHolder(certificate.octets());
      byte[] name = holder.getSubject().getEncoded();
      byte[] key = holder.getSubjectPublicKeyInfo().getPublicKeyData().getOctets();
      ServedCa served = new ServedCa(ca, holder.getNotBefore().toInstant());
      for (Map.Entry<ASN1ObjectIdentifier, String> digest : DIGESTS.entrySet()) {
        MessageDigest hash = MessageDigest.getInstance(digest.getValue());
        found.put(
            new IssuerHashes(digest.getKey(), Der.of(hash.digest(name)), Der.of(hash.digest(key))),
            served);
      }
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("the certificate of CA " + ca + " cannot be read", e);
    }
  }
}
