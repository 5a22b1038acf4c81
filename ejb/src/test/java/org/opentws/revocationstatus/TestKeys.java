package org.opentws.revocationstatus;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.ContentSigner;
import org.opentws.authentication.ManagementCa;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.CommittedKeys;
import org.opentws.keymanagement.KeyRegister;
import org.opentws.keymanagement.KeyUse;
import org.opentws.keymanagement.RegisteredKey;
import org.opentws.keymanagement.UsableKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.value.Der;

/** Key management with one CA "issuing" and its OCSP key, in software. */
public final class TestKeys implements KeyUse, KeyRegister, CommittedKeys {
  public final SoftwareCa ca = new SoftwareCa("Issuing CA");
  public final KeyPair ocspKeys = SoftwareCa.keyPair();
  public final X509CertificateHolder ocspCertificate =
      ca.certify(BigInteger.TWO, "OCSP", ocspKeys.getPublic(), SoftwareCa.Kind.OCSP);
  public final List<RegisteredKey> registered = new ArrayList<>();
  public long version;

  /** Revocation management's sealing key, certified by the management CA. */
  public final SoftwareCa managementCa = new SoftwareCa("Management CA");

  public final KeyPair sealingKeys = SoftwareCa.keyPair();
  public final X509CertificateHolder sealingCertificate =
      managementCa.certify(
          BigInteger.TEN, "Sealing", sealingKeys.getPublic(), SoftwareCa.Kind.SUBJECT);

  /** Thrown at each signature, if set. */
  public Optional<ServiceUnavailable> deviceFailure = Optional.empty();

  public TestKeys() {
    registered.add(
        registered(KeyPurpose.CERTIFICATE_SIGNING, "issuing", ca.certificate(), KeyState.ACTIVE));
    registered.add(
        registered(
            KeyPurpose.MESSAGE_SEALING, StatusChanged.SENDER, sealingCertificate, KeyState.ACTIVE));
  }

  public static RegisteredKey registered(
      KeyPurpose purpose, String owner, X509CertificateHolder certificate, KeyState state) {
    return new RegisteredKey(
        "key-" + owner,
        purpose,
        owner,
        "tsp",
        "SHA256withECDSA",
        state,
        SoftwareCa.NOT_BEFORE,
        Optional.empty(),
        Optional.of(der(certificate)));
  }

  public static Der der(X509CertificateHolder certificate) {
    try {
      return Der.of(certificate.getEncoded());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public UsableKey active(KeyPurpose purpose, String owner) {
    return find(purpose, owner)
        .orElseThrow(() -> new ServiceUnavailable(ServiceUnavailable.Cause.KEY, "no key"));
  }

  @Override
  public Optional<UsableKey> find(KeyPurpose purpose, String owner) {
    if (purpose == KeyPurpose.MESSAGE_SEALING && owner.equals(StatusChanged.SENDER)) {
      return Optional.of(usable(purpose, owner, sealingCertificate));
    }
    if (!owner.equals("issuing")) {
      return Optional.empty();
    }
    return switch (purpose) {
      case OCSP_SIGNING -> Optional.of(usable(purpose, owner, ocspCertificate));
      case CERTIFICATE_SIGNING -> Optional.of(usable(purpose, owner, ca.certificate()));
      case TIME_STAMP_SIGNING,
          MANAGEMENT_CERTIFICATE_SIGNING,
          TLS_SERVER,
          DATABASE_CLIENT,
          AUDIT_SIGNING,
          MESSAGE_SEALING ->
          Optional.empty();
    };
  }

  private static UsableKey usable(
      KeyPurpose purpose, String owner, X509CertificateHolder certificate) {
    return new UsableKey(
        "key-" + owner,
        purpose,
        owner,
        "SHA256withECDSA",
        der(certificate),
        List.of(),
        Instant.parse("2035-01-01T00:00:00Z"));
  }

  @Override
  public byte[] sign(UsableKey key, byte[] data) {
    deviceFailure.ifPresent(
        failure -> {
          throw failure;
        });
    return SoftwareCa.sign(
        key.purpose() == KeyPurpose.MESSAGE_SEALING ? sealingKeys : ocspKeys, data);
  }

  /** The seal under the log of changes, with these keys. */
  ChangeSealing sealing() {
    ChangeSealing sealing = new ChangeSealing();
    sealing.keyUse = this;
    sealing.keyRegister = this;
    sealing.managementCa =
        new ManagementCa() {
          @Override
          public X509Certificate certificate() {
            return SoftwareCa.x509(managementCa.certificate());
          }
        };
    return sealing;
  }

  @Override
  public ContentSigner contentSigner(UsableKey key) {
    return ca.signer();
  }

  @Override
  public List<RegisteredKey> all() {
    return registered;
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public List<RegisteredKey> ofPurpose(KeyPurpose purpose) {
    return registered.stream().filter(key -> key.purpose() == purpose).toList();
  }

  @Override
  public Optional<RegisteredKey> current(KeyPurpose purpose, String owner) {
    return ofPurpose(purpose).stream().filter(key -> key.owner().equals(owner)).findFirst();
  }
}
