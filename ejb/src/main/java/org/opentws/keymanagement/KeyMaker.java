package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.hsm.SigningUse;
import org.opentws.keymanagement.catalogue.AlgorithmCatalogue;
import org.opentws.keymanagement.catalogue.AlgorithmCatalogues;
import org.opentws.keymanagement.catalogue.AlgorithmNames;
import org.opentws.keymanagement.catalogue.KeyHolder;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;

/** What a device does for an order: it makes the key, and signs the request for a certificate. */
@ApplicationScoped
class KeyMaker {
  @Inject CryptographicDevices devices;
  @Inject DeviceStandings standings;
  @Inject AlgorithmCatalogues catalogues;
  @Inject KeyCertificateLife life;
  @Inject TrustedTime time;

  /**
   * KM1.5: the algorithm is good to the end of the certificate that the key would get now. A CA's
   * certificate is judged when it comes.
   *
   * @throws RequestRefused WEAK_KEY
   */
  void refuseUnlessSuitable(KeyOrder order) {
    unsuitable(order.purpose(), order.algorithm().code())
        .ifPresent(
            objection -> {
              throw new RequestRefused(Refusal.WEAK_KEY, objection);
            });
  }

  /** Why no key of this algorithm may be certified for that purpose now; empty if it may. */
  Optional<String> unsuitable(KeyPurpose purpose, String algorithm) {
    Instant now = time.now();
    Instant end = purpose == KeyPurpose.CERTIFICATE_SIGNING ? now : life.end(purpose);
    AlgorithmCatalogue catalogue = catalogues.current();
    Optional<String> hash =
        KeyAlgorithm.find(algorithm)
            .map(known -> AlgorithmNames.ofHashIn(known.signatureAlgorithm()));
    return catalogue
        .objectionToNew(algorithm, KeyHolder.TSP, now, end)
        .or(() -> catalogue.hashObjection(hash, end));
  }

  /** KM4.3: when the catalogue ends the algorithm of a key that is there. */
  Instant suitableUntil(String algorithm) {
    return KeyAlgorithm.find(algorithm)
        .map(known -> known.end(catalogues.current()))
        .orElse(Instant.MIN);
  }

  /**
   * KM1.2, KM1.4: only an approved device is asked for a key.
   *
   * @throws RequestRefused DEVICE_NOT_APPROVED
   */
  void refuseUnlessApproved(KeyOrder order) {
    standings.refuseUnlessApproved(order.purpose(), order.token());
  }

  /**
   * KM6.4: a key that may leave its device is made only where a backup key is that protects it.
   *
   * @throws RequestRefused WRONG_STATE, WEAK_KEY
   */
  void refuseUnlessBackupIsSafe(KeyOrder order) {
    if (order.backup()) {
      devices.with(order.token(), device -> BackupKeys.strong(device.backupKey(), order.token()));
    }
  }

  /**
   * Makes the key.
   *
   * @return its public half
   * @throws ServiceUnavailable DEVICE
   */
  Der make(KeyOrder order, String label) {
    return devices.with(
        order.token(),
        device ->
            Der.of(
                device
                    .generateKeyPair(label, order.algorithm().code(), order.protection())
                    .getEncoded()));
  }

  /** The PKCS#10 by which an offline CA is asked for the certificate (KM2.3, KM4.2-s2). */
  Der request(KeyOrder order, String label, Der publicKey) {
    String signatureAlgorithm = order.algorithm().signatureAlgorithm();
    DeviceContentSigner signer =
        new DeviceContentSigner(
            signatureAlgorithm,
            data ->
                devices.with(
                    order.token(),
                    device ->
                        device.sign(label, SigningUse.OWN_CERTIFICATE, signatureAlgorithm, data)));
    try {
      return Der.of(
          new PKCS10CertificationRequestBuilder(
                  new X500Name(order.subject()),
                  SubjectPublicKeyInfo.getInstance(publicKey.octets()))
              .build(signer)
              .getEncoded());
    } catch (IOException e) {
      throw new IllegalStateException("a certificate request cannot be encoded", e);
    }
  }
}
