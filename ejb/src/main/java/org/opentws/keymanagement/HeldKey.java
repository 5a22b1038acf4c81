package org.opentws.keymanagement;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.catalogue.AlgorithmCatalogue;
import org.opentws.keymanagement.store.KeyCertificate;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.value.Der;

/**
 * A line of the register, made ready for judging at every use.
 *
 * @param key what services see of it
 * @param token the device
 * @param label of its objects there
 * @param subjectPublicKeyInfo of the certificate
 * @param usableFrom start of the private key's use
 * @param suitableUntil when the catalogue ends its algorithm
 * @param origin which facts of the device are right for it
 * @param defect what makes it unusable whatever the time, empty if nothing does
 */
record HeldKey(
    UsableKey key,
    String token,
    String label,
    KeyState state,
    Der subjectPublicKeyInfo,
    Instant usableFrom,
    Instant suitableUntil,
    Origin origin,
    Optional<String> defect) {

  private static final Der NONE = Der.of(new byte[0]);

  /** From the register; a line that does not make sense is kept, with its defect. */
  static HeldKey of(SigningKey row, KeyCertificate registered, AlgorithmCatalogue catalogue) {
    try {
      // KM3.5: the life is read out of the certificate, not believed from the register's columns.
      KeyCertificate bound =
          KeyCertificateReader.read(registered.certificate(), registered.issuers());
      X509CertificateHolder certificate = KeyCertificateReader.parse(bound.certificate());
      Optional<KeyAlgorithm> algorithm = KeyAlgorithm.of(certificate.getSubjectPublicKeyInfo());
      UsableKey key =
          usable(row, bound, algorithm.map(KeyAlgorithm::signatureAlgorithm).orElse(""));
      Instant suitableUntil = algorithm.map(one -> one.end(catalogue)).orElse(Instant.MIN);
      Optional<String> defect =
          suitableUntil.equals(Instant.MIN)
              ? Optional.of("its algorithm is not in the catalogue (KM1.5)")
              : PurposeRules.defect(row.purpose(), certificate);
      Der publicKey = KeyCertificateReader.publicKeyOf(certificate);
      return new HeldKey(
          key,
          row.token(),
          row.label(),
          row.state(),
          publicKey,
          bound.usableFrom(),
          suitableUntil,
          Origin.of(row),
          defect);
    } catch (RequestRefused e) {
      UsableKey key = usable(row, registered, "");
      return new HeldKey(
          key,
          row.token(),
          row.label(),
          row.state(),
          NONE,
          registered.usableFrom(),
          Instant.MIN,
          Origin.of(row),
          Optional.of(e.detail()));
    }
  }

  private static UsableKey usable(SigningKey row, KeyCertificate bound, String algorithm) {
    return new UsableKey(
        row.keyId(),
        row.purpose(),
        row.owner(),
        algorithm,
        bound.certificate(),
        List.copyOf(bound.issuers()),
        bound.usableUntil());
  }

  /** Why the key must not sign at this moment; empty if it may (KM3.5). */
  Optional<String> objection(Instant now) {
    if (state != KeyState.ACTIVE) {
      return Optional.of("the key is " + state);
    }
    if (defect.isPresent()) {
      return defect;
    }
    if (now.isBefore(usableFrom)) {
      return Optional.of("the key's life has not begun");
    }
    if (!now.isBefore(key.usableUntil())) {
      return Optional.of("the key's life has ended");
    }
    if (!now.isBefore(suitableUntil)) {
      return Optional.of(
          "the algorithm catalogue allows its algorithm until %s only (KM1.5)"
              .formatted(AlgorithmCatalogue.lastDay(suitableUntil)));
    }
    return Optional.empty();
  }
}
