package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;

/** What the provider says of its policies and practices (5.3.4). */
@Tag("blackbox")
class PolicyTest {
  private final RunningSystem system = RunningSystem.get();

  private Answer document(String id) {
    return system.anonymous().getUri(URI.create(system.value("publicHttp") + "/policies/" + id));
  }

  @Test
  @Requirement({"ARCH-4.2.d", "TS3.2-s2", "TS3.3-s2"})
  void everybodyReadsThePoliciesThatCertificatesName() throws Exception {
    for (String name : List.of("certificate.pem", "tsa.pem", "ocsp.pem")) {
      CertificatePolicies policies =
          CertificatePolicies.getInstance(
              new JcaX509CertificateHolder(system.certificate(name))
                  .getExtension(Extension.certificatePolicies)
                  .getParsedValue());
      for (PolicyInformation policy : policies.getPolicyInformation()) {
        String oid = policy.getPolicyIdentifier().getId();
        // Those of ETSI are ETSI's to publish.
        if (!oid.startsWith("0.4.0.194112.")) {
          assertTrue(document(oid).expect(200).text().length() > 500, oid);
        }
      }
    }
    for (String id : List.of("cps", "pds", "terms", "tsa")) {
      Answer current = document(id).expect(200);
      assertArrayEquals(current.octets(), document(id + "/1.0").expect(200).octets());
    }
  }

  @Test
  @Requirement(value = "ARCH-4.2.d", kind = Kind.NEGATIVE)
  void whatWasNeverPublishedIsNotFound() {
    for (String id : List.of("1.2.3.4", "cps/9.9", "draft", "..%2f..%2fprofiles%2fcontrol.yaml")) {
      int status = document(id).status();
      assertTrue(status == 404 || status == 400, id + ": " + status);
    }
  }
}
