package org.opentws.dissemination;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.KeyRegister;
import org.opentws.keymanagement.RegisteredKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.value.Der;

class CaCertificateServiceTest {
  private final CaCertificateService certificates = new CaCertificateService();

  @BeforeEach
  void wire() {
    certificates.keys = new Register();
    certificates.genuine = new Believing();
  }

  /** GenuineCertificatesTest is about the opposite. */
  static final class Believing extends GenuineCertificates {
    @Override
    Der genuine(String about, Der certificate) {
      return certificate;
    }
  }

  /** An issuing CA, a management CA, a TSU, and a CA that waits for its certificate. */
  private static final class Register implements KeyRegister {
    private final List<RegisteredKey> keys =
        List.of(
            key(KeyPurpose.CERTIFICATE_SIGNING, "issuing", Optional.of(octets("abc"))),
            key(KeyPurpose.MANAGEMENT_CERTIFICATE_SIGNING, "management", Optional.of(octets("m"))),
            key(KeyPurpose.TIME_STAMP_SIGNING, "tsu-1", Optional.of(octets("t"))),
            key(KeyPurpose.CERTIFICATE_SIGNING, "waiting", Optional.empty()));

    @Override
    public List<RegisteredKey> all() {
      return keys;
    }

    @Override
    public List<RegisteredKey> ofPurpose(KeyPurpose purpose) {
      return keys.stream().filter(key -> key.purpose() == purpose).toList();
    }

    @Override
    public Optional<RegisteredKey> current(KeyPurpose purpose, String owner) {
      return ofPurpose(purpose).stream().filter(key -> key.owner().equals(owner)).findFirst();
    }

    private static RegisteredKey key(KeyPurpose purpose, String owner, Optional<Der> certificate) {
      return new RegisteredKey(
          owner + "-key",
          purpose,
          owner,
          "tsp",
          "EC:secp256r1",
          KeyState.ACTIVE,
          Instant.EPOCH,
          Optional.empty(),
          certificate);
    }
  }

  private static Der octets(String text) {
    return Der.of(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void fingerprintsAreThoseOfTheStandardTestVector() {
    // FIPS 180-4, "abc".
    Fingerprints prints = certificates.fingerprints("issuing");
    assertEquals(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", prints.sha256());
    assertEquals(
        "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
            + "8086072ba1e7cc2358baeca134c825a7",
        prints.sha384());
    assertEquals(
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        prints.sha512());
  }

  @Test
  void certificateIsGivenAsDerAndAsPem() {
    assertEquals(octets("m"), certificates.certificate("management").content());
    assertEquals(
        octets("-----BEGIN CERTIFICATE-----\nYWJj\n-----END CERTIFICATE-----\n"),
        certificates.certificatePem("issuing").content());
  }

  @Test
  void whatIsNoCaOrHasNoCertificateIsNotFound() {
    for (String other : List.of("tsu-1", "waiting", "nobody")) {
      RequestRefused refused =
          assertThrows(RequestRefused.class, () -> certificates.certificate(other));
      assertEquals(Refusal.NOT_FOUND, refused.refusal());
    }
  }
}
