package org.opentws.registration;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;

/** PKCS#10 objects, each named by its one defect. */
final class Pkcs10Samples {
  static final String NAME = "CN=Anna Example";
  private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

  private Pkcs10Samples() {}

  static byte[] sound() {
    return signed(ec("secp256r1"), NAME, "SHA256withECDSA");
  }

  static byte[] sound(KeyPair pair) {
    return signed(pair, NAME, "SHA256withECDSA");
  }

  static byte[] byName(String defect) {
    return switch (defect) {
      case "pkcs10_rsa1024.der" -> signed(rsa(1024), NAME, "SHA256withRSA");
      case "pkcs10_p224.der" -> signed(ec("secp224r1"), NAME, "SHA256withECDSA");
      case "pkcs10_ed25519_not_in_profile.der" ->
          signed(pair("Ed25519", Optional.empty()), NAME, "Ed25519");
      case "pkcs10_signed_with_sha1.der" -> signed(ec("secp256r1"), NAME, "SHA1withECDSA");
      case "pkcs10_rsa_signed_with_md5.der" -> signed(rsa(3072), NAME, "MD5withRSA");
      case "pkcs10_pss_with_sha1.der" -> signed(rsa(3072), NAME, "SHA1withRSAandMGF1");
      case "pkcs10_signed_by_another_key.der" -> signedByAnother();
      case "pkcs10_wrong_signature.der" -> lastOctetChanged(sound());
      case "pkcs10_for_another_name.der" ->
          signed(ec("secp256r1"), "CN=Bert Example", "SHA256withECDSA");
      case "pkcs10_truncated.der" -> Arrays.copyOf(sound(), 100);
      case "pkcs10_trailing_octets.der" -> Arrays.copyOf(sound(), sound().length + 64);
      case "pkcs10_empty.der" -> new byte[0];
      case "pkcs10_null.der" -> new byte[] {5, 0};
      case "pkcs10_deep_nesting.der" -> nested();
      default -> throw new IllegalArgumentException(defect);
    };
  }

  static String base64(byte[] der) {
    return Base64.getEncoder().encodeToString(der);
  }

  static String pem(byte[] der) {
    return "-----BEGIN CERTIFICATE REQUEST-----\r\n"
        + Base64.getMimeEncoder().encodeToString(der)
        + "\r\n-----END CERTIFICATE REQUEST-----\r\n";
  }

  static KeyPair ec(String curve) {
    return pair("EC", Optional.of(new ECGenParameterSpec(curve)));
  }

  private static KeyPair rsa(int bits) {
    return pair("RSA", Optional.of(new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4)));
  }

  private static KeyPair pair(String algorithm, Optional<AlgorithmParameterSpec> parameters) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, PROVIDER);
      if (parameters.isPresent()) {
        generator.initialize(parameters.get());
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] signedByAnother() {
    KeyPair shown = ec("secp256r1");
    KeyPair used = ec("secp256r1");
    return signed(new KeyPair(shown.getPublic(), used.getPrivate()), NAME, "SHA256withECDSA");
  }

  private static byte[] signed(KeyPair pair, String name, String algorithm) {
    try {
      return new PKCS10CertificationRequestBuilder(
              new X500Name(name), SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()))
          .build(
              new JcaContentSignerBuilder(algorithm).setProvider(PROVIDER).build(pair.getPrivate()))
          .getEncoded();
    } catch (OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] lastOctetChanged(byte[] der) {
    der[der.length - 1] ^= 1;
    return der;
  }

  private static byte[] nested() {
    byte[] der = new byte[20_000];
    for (int i = 0; i + 1 < der.length; i += 2) {
      der[i] = 0x30;
      der[i + 1] = (byte) 0x80;
    }
    return der;
  }
}
