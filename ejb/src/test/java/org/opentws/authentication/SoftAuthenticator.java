package org.opentws.authentication;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.UUID;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.opentws.value.Der;

/** A FIDO2 authenticator in memory, with an ES256 key; it says whatever a test wants. */
final class SoftAuthenticator {
  static final String ORIGIN = "https://localhost:9443";
  static final String SITE = "localhost";
  private static final byte PRESENT = 1;
  private static final byte VERIFIED = 4;
  private static final byte WITH_CREDENTIAL = 64;
  private static final int COORDINATE_OCTETS = 32;

  final KeyPair keys = keys();
  final String id = UUID.randomUUID().toString();
  boolean verifies = true;
  String origin = ORIGIN;
  int counter = 1;

  static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A certificate as makers have them for their roots and models. */
  static X509Certificate certificate(String subject, KeyPair of, String issuer, KeyPair by) {
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              new X500Name(issuer),
              BigInteger.ONE,
              Date.from(Instant.parse("2020-01-01T00:00:00Z")),
              Date.from(Instant.parse("2120-01-01T00:00:00Z")),
              new X500Name(subject),
              of.getPublic());
      builder.addExtension(
          Extension.basicConstraints, true, new BasicConstraints(subject.equals(issuer)));
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate())));
    } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
      throw new AssertionError(e);
    }
  }

  /** A new credential for which the key itself speaks. */
  String created(Der challenge) {
    return created(challenge, keys, new byte[0]);
  }

  /** A new credential for which the key of this certificate speaks. */
  String created(Der challenge, KeyPair attestation, X509Certificate certificate) {
    try {
      return created(challenge, attestation, certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private String created(Der challenge, KeyPair attestation, byte[] certificate) {
    byte[] client = client("webauthn.create", challenge);
    byte[] said = said(WITH_CREDENTIAL);
    Cbor statement = new Cbor().map(certificate.length == 0 ? 2 : 3);
    statement.text("alg").negative(7).text("sig").octets(signed(attestation, said, client));
    if (certificate.length > 0) {
      statement.text("x5c").array(1).octets(certificate);
    }
    Cbor object = new Cbor().map(3).text("fmt").text("packed").text("attStmt");
    object.raw(statement.encoded()).text("authData").octets(said);
    return answer(client, "\"attestationObject\":\"%s\"".formatted(base64(object.encoded())));
  }

  /** Says yes. */
  String answered(Der challenge) {
    byte[] client = client("webauthn.get", challenge);
    byte[] said = said((byte) 0);
    return answer(
        client,
        "\"authenticatorData\":\"%s\",\"signature\":\"%s\""
            .formatted(base64(said), base64(signed(keys, said, client))));
  }

  private String answer(byte[] client, String more) {
    String rawId = base64(id.getBytes(StandardCharsets.US_ASCII));
    return ("{\"id\":\"%1$s\",\"rawId\":\"%1$s\",\"type\":\"public-key\","
            + "\"clientExtensionResults\":{},\"response\":{\"clientDataJSON\":\"%2$s\",%3$s}}")
        .formatted(rawId, base64(client), more);
  }

  private byte[] client(String type, Der challenge) {
    return "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\",\"crossOrigin\":false}"
        .formatted(type, base64(challenge.octets()), origin)
        .getBytes(StandardCharsets.UTF_8);
  }

  private byte[] said(byte more) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    said.writeBytes(sha256(SITE.getBytes(StandardCharsets.US_ASCII)));
    said.write(PRESENT | more | (verifies ? VERIFIED : 0));
    said.writeBytes(Cbor.fixed(counter, 4));
    if (more == WITH_CREDENTIAL) {
      byte[] rawId = id.getBytes(StandardCharsets.US_ASCII);
      said.writeBytes(new byte[16]);
      said.writeBytes(Cbor.fixed(rawId.length, 2));
      said.writeBytes(rawId);
      said.writeBytes(coseKey());
    }
    return said.toByteArray();
  }

  private byte[] coseKey() {
    ECPublicKey key = (ECPublicKey) keys.getPublic();
    Cbor cose = new Cbor().map(5).number(1).number(2).number(3).negative(7).negative(1).number(1);
    cose.negative(2).octets(coordinate(key.getW().getAffineX()));
    return cose.negative(3).octets(coordinate(key.getW().getAffineY())).encoded();
  }

  private static byte[] coordinate(BigInteger value) {
    byte[] fixed = new byte[COORDINATE_OCTETS];
    byte[] octets = value.toByteArray();
    int length = Math.min(octets.length, COORDINATE_OCTETS);
    System.arraycopy(octets, octets.length - length, fixed, COORDINATE_OCTETS - length, length);
    return fixed;
  }

  private static byte[] signed(KeyPair by, byte[] said, byte[] client) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(by.getPrivate());
      signature.update(said);
      signature.update(sha256(client));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] sha256(byte[] octets) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(octets);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String base64(byte[] octets) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }

  /** As much of RFC 8949 as is needed here. */
  private static final class Cbor {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    static byte[] fixed(int value, int octets) {
      byte[] all = java.nio.ByteBuffer.allocate(4).putInt(value).array();
      return java.util.Arrays.copyOfRange(all, 4 - octets, 4);
    }

    private Cbor head(int major, int value) {
      if (value < 24) {
        out.write(major << 5 | value);
      } else {
        out.write(major << 5 | 25);
        out.writeBytes(fixed(value, 2));
      }
      return this;
    }

    Cbor map(int size) {
      return head(5, size);
    }

    Cbor array(int size) {
      return head(4, size);
    }

    Cbor number(int value) {
      return head(0, value);
    }

    /** Minus this. */
    Cbor negative(int value) {
      return head(1, value - 1);
    }

    Cbor text(String value) {
      return head(3, value.length()).raw(value.getBytes(StandardCharsets.US_ASCII));
    }

    Cbor octets(byte[] value) {
      return head(2, value.length).raw(value);
    }

    Cbor raw(byte[] value) {
      out.writeBytes(value);
      return this;
    }

    byte[] encoded() {
      return out.toByteArray();
    }
  }
}
