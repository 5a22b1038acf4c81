package org.opentws.keymanagement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.opentws.keymanagement.store.KeyPurpose;

class KeyAlgorithmTest {
  @ParameterizedTest
  @EnumSource(
      value = KeyAlgorithm.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"RSA_3072", "RSA_4096"})
  void curveIsKnownByItsKeys(KeyAlgorithm algorithm) throws Exception {
    String curve = algorithm.code().substring("EC:".length());
    boolean edwards = algorithm.code().startsWith("ED:");
    KeyPairGenerator generator =
        KeyPairGenerator.getInstance(edwards ? curve : "EC", new BouncyCastleProvider());
    if (!edwards) {
      generator.initialize(new ECGenParameterSpec(curve));
    }
    SubjectPublicKeyInfo key =
        SubjectPublicKeyInfo.getInstance(generator.generateKeyPair().getPublic().getEncoded());
    assertEquals(Optional.of(algorithm), KeyAlgorithm.of(key));
  }

  @ParameterizedTest
  @CsvSource({
    "OCSP_SIGNING, 10",
    "TIME_STAMP_SIGNING, 9",
    "CERTIFICATE_SIGNING, 8",
    "MANAGEMENT_CERTIFICATE_SIGNING, 5",
    "TLS_SERVER, 5",
    "DATABASE_CLIENT, 5",
    "MESSAGE_SEALING, 5",
    "AUDIT_SIGNING, 1"
  })
  void eachPurposeTakesWhatItsProtocolsCanDo(KeyPurpose purpose, int taken) {
    List<KeyAlgorithm> suitable =
        Arrays.stream(KeyAlgorithm.values())
            .filter(algorithm -> algorithm.objection(purpose).isEmpty())
            .toList();
    assertEquals(taken, suitable.size(), suitable::toString);
  }

  @Test
  void sizeOfRsaIsExact() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    assertEquals(
        Optional.empty(),
        KeyAlgorithm.of(
            SubjectPublicKeyInfo.getInstance(
                generator.generateKeyPair().getPublic().getEncoded())));
  }
}
