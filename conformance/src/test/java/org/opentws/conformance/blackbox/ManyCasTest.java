package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Evidence;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Journey.Issued;

/** Ten thousand CAs, none of which has a key here any more, beside the one that everybody asks. */
@Tag("blackbox")
class ManyCasTest {
  private static final int CAS = 10_000;
  private static final int QUESTIONS = 60;
  private static final RunningSystem SYSTEM = RunningSystem.get();
  private static final Journey JOURNEY = new Journey(SYSTEM);
  private static final String RUN = UUID.randomUUID().toString().substring(0, 8);
  private static final List<ASN1ObjectIdentifier> HASHES =
      List.of(
          OIWObjectIdentifiers.idSHA1,
          NISTObjectIdentifiers.id_sha256,
          NISTObjectIdentifiers.id_sha384,
          NISTObjectIdentifiers.id_sha512);

  /** Nobody looks at the signatures of these certificates. */
  private static final ContentSigner UNSIGNED =
      new ContentSigner() {
        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
          return new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
        }

        @Override
        public OutputStream getOutputStream() {
          return OutputStream.nullOutputStream();
        }

        @Override
        public byte[] getSignature() {
          return new byte[70];
        }
      };

  private static X509Certificate last = SYSTEM.certificate("ca.pem");
  private static long before;

  @BeforeAll
  static void register() throws Exception {
    before = medianMicros();
    StringBuilder certificates = new StringBuilder();
    KeyPair keys = Subscriber.ec("secp256r1");
    for (int i = 0; i < CAS; i++) {
      last = certificate("CN=Many " + RUN + " " + i, keys);
      certificates.append(i == 0 ? "" : ",").append(HexFormat.of().formatHex(last.getEncoded()));
    }
    try (Superuser superuser = new Superuser(SYSTEM)) {
      superuser.run(
          "insert into signing_key (key_id, purpose, owner, token, label, algorithm, state,"
              + " created_at, requested_by, approved_by, spki_sha256, certificate, usable_from,"
              + " usable_until) select 'many-' || i, 'CERTIFICATE_SIGNING', 'many-' || i,"
              + " 'elsewhere', 'many-' || i, 'EC:secp256r1', 'INACTIVE', now(), 'a', 'b',"
              + " encode(sha256(('many' || i)::bytea), 'hex'), decode(c, 'hex'), now(),"
              + " now() + interval '1 day' from string_to_table(?, ',') with ordinality t (c, i)",
          certificates.toString());
    }
  }

  @AfterAll
  static void forget() {
    try (Superuser superuser = new Superuser(SYSTEM)) {
      superuser.run("delete from signing_key where token = 'elsewhere'");
    }
  }

  private static X509Certificate certificate(String name, KeyPair keys) {
    X500Name ca = new X500Name(name);
    Instant now = Instant.now();
    try {
      return RunningSystem.certificate(
          new JcaX509v3CertificateBuilder(
                  ca,
                  BigInteger.ONE,
                  Date.from(now.minus(Duration.ofHours(1))),
                  Date.from(now.plus(Duration.ofDays(1))),
                  ca,
                  keys.getPublic())
              .build(UNSIGNED)
              .getEncoded());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static int askedAbout(X509Certificate ca, ASN1ObjectIdentifier hash) {
    return new OcspQuestion(SYSTEM).hashedBy(hash).about(ca, BigInteger.TEN).ask().getStatus();
  }

  /** Of answers with a nonce, each asked for when the one before is there. */
  private static long medianMicros() {
    long[] took = new long[QUESTIONS];
    BigInteger serial = SYSTEM.certificate("certificate.pem").getSerialNumber();
    for (int i = 0; i < QUESTIONS; i++) {
      byte[] nonce =
          UUID.randomUUID()
              .toString()
              .substring(0, 32)
              .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
      OcspQuestion question = new OcspQuestion(SYSTEM).about(serial).withNonce(nonce);
      long begin = System.nanoTime();
      assertEquals(OCSPRespBuilder.SUCCESSFUL, question.ask().getStatus());
      took[i] = (System.nanoTime() - begin) / 1000;
    }
    Arrays.sort(took);
    return took[QUESTIONS / 2];
  }

  /** It has no responder here: "try later", where a foreign one is "unauthorized". */
  @Test
  @Requirement("RS1.4")
  void everyCaIsFoundByEveryHashAndNoneCostsTheOthersTime() {
    for (ASN1ObjectIdentifier hash : HASHES) {
      Within.seconds(10)
          .until("the CA by " + hash, () -> askedAbout(last, hash) == OCSPRespBuilder.TRY_LATER);
    }
    long after = medianMicros();
    Evidence.note("median of OCSP answers, us: %d, with %d CAs %d".formatted(before, CAS, after));
    assertTrue(after < 3 * before + 10_000, before + " us before, now " + after);
    Issued issued = JOURNEY.issue(Subscriber.named("Among many"));
    assertNull(new OcspQuestion(SYSTEM).about(issued.certificate().getSerialNumber()).status());
    JOURNEY.revoke(issued.serial(), "superseded").expect(200);
    new RevocationList(SYSTEM).untilListed(issued.certificate().getSerialNumber());
  }

  @Test
  @Requirement(value = "RS1.4", kind = Kind.NEGATIVE)
  void foreignCaIsStillForeign() throws Exception {
    KeyPair keys = Subscriber.ec("secp256r1");
    X509Certificate foreign = certificate("CN=Many " + RUN + " 1", keys);
    for (ASN1ObjectIdentifier hash : HASHES) {
      assertEquals(OCSPRespBuilder.UNAUTHORIZED, askedAbout(foreign, hash));
    }
  }
}
