package org.opentws.revocationstatus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Test;
import org.opentws.access.InstallationImported;
import org.opentws.access.InstalledKey;
import org.opentws.value.Der;

class InstalledCertificatesTest {
  private final SoftwareCa ca = new SoftwareCa("Management CA");
  private final TestStatusRepository repository = new TestStatusRepository();

  private static InstalledKey key(String purpose, String owner, X509CertificateHolder certificate) {
    return new InstalledKey(
        owner, owner, purpose, owner, "infra", "EC:secp256r1", TestKeys.der(certificate));
  }

  private static X509CertificateHolder certificate(SoftwareCa issuer, long serial) {
    return issuer.certify(
        BigInteger.valueOf(serial), "S", SoftwareCa.keyPair().getPublic(), SoftwareCa.Kind.SUBJECT);
  }

  @Test
  void whatTheCeremonyIssuedHasAStatusExceptTheCaItself() {
    InstalledCertificates installed = new InstalledCertificates();
    installed.repository = repository;
    Der officer = TestKeys.der(certificate(ca, 0x33));
    Der foreign = TestKeys.der(certificate(new SoftwareCa("Other CA"), 0x44));
    installed.installationImported(
        new InstallationImported(
            List.of(
                key("MANAGEMENT_CERTIFICATE_SIGNING", "management", ca.certificate()),
                key("TLS_SERVER", "node", certificate(ca, 0x22))),
            List.of(officer, foreign),
            true,
            Instant.EPOCH));
    assertEquals(Set.of("management/22", "management/33"), repository.rows.keySet());
  }
}
