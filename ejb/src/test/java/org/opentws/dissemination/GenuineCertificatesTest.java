package org.opentws.dissemination;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentws.audit.AuditEventType;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.KeyRegister;
import org.opentws.keymanagement.RegisteredKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.registration.FakeAuditLog;
import org.opentws.value.Der;

class GenuineCertificatesTest {
  private final FakeAuditLog log = new FakeAuditLog();
  private final GenuineCertificates certificates = new GenuineCertificates();
  private final List<RegisteredKey> keys = new ArrayList<>();
  private final KeyPair root = pair();
  private final KeyPair issuing = pair();

  @BeforeEach
  void house() {
    keys.add(key("root", certificate("CN=root", root, "CN=root", root)));
    keys.add(key("issuing", certificate("CN=issuing", issuing, "CN=root", root)));
    certificates.keys = new Register();
    certificates.audit = log;
  }

  private final class Register implements KeyRegister {
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
  }

  private static KeyPair pair() {
    try {
      return KeyPairGenerator.getInstance("EC").generateKeyPair();
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RegisteredKey key(String owner, Der certificate) {
    return new RegisteredKey(
        owner + "-key",
        KeyPurpose.CERTIFICATE_SIGNING,
        owner,
        "tsp",
        "EC:secp256r1",
        KeyState.ACTIVE,
        Instant.EPOCH,
        Optional.empty(),
        Optional.of(certificate));
  }

  private static Der certificate(String subject, KeyPair pair, String issuer, KeyPair signer) {
    try {
      return Der.of(
          new X509v3CertificateBuilder(
                  new X500Name(issuer),
                  BigInteger.TEN,
                  Date.from(Instant.EPOCH),
                  Date.from(Instant.EPOCH.plusSeconds(60)),
                  new X500Name(subject),
                  SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()))
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate()))
              .getEncoded());
    } catch (java.io.IOException | org.bouncycastle.operator.OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private void refused(Der certificate) {
    assertThrows(ServiceUnavailable.class, () -> certificates.genuine("it", certificate));
    assertEquals(AuditEventType.ALARM_RAISED, log.events.get(log.events.size() - 1).type());
  }

  @Test
  void whatOurCasSignedIsGiven() {
    Der subject = certificate("CN=Anna", pair(), "CN=issuing", issuing);
    for (RegisteredKey ca : keys) {
      Der own = ca.certificate().orElseThrow();
      assertEquals(own, certificates.genuine("it", own));
    }
    assertEquals(subject, certificates.genuine("it", subject));
    assertEquals(List.of(), log.events);
  }

  @Test
  void everyAlteredOctetIsAnAlarm() {
    byte[] subject = certificate("CN=Anna", pair(), "CN=issuing", issuing).octets();
    for (int at = 0; at < subject.length; at += 7) {
      byte[] altered = subject.clone();
      altered[at] ^= 1;
      refused(Der.of(altered));
    }
  }

  @Test
  void certificateThatAStrangerSignedInOurNameIsAnAlarm() {
    refused(certificate("CN=Anna", pair(), "CN=issuing", pair()));
    refused(certificate("CN=Anna", pair(), "CN=stranger", issuing));
  }
}
