package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;

/** The certificates that the demo left, and what stands in them. */
final class DemoCertificates {
  private final RunningSystem system;

  DemoCertificates(RunningSystem system) {
    this.system = system;
  }

  X509CertificateHolder holder(String name) throws Exception {
    return new JcaX509CertificateHolder(system.certificate(name));
  }

  List<X509CertificateHolder> all() throws Exception {
    List<X509CertificateHolder> all = new ArrayList<>();
    for (String name :
        List.of("root.pem", "ca.pem", "ocsp.pem", "tsa.pem", "tls-ca.pem", "certificate.pem")) {
      all.add(holder(name));
    }
    return all;
  }

  List<X509CertificateHolder> byIssuingCa() throws Exception {
    return List.of(holder("ocsp.pem"), holder("tsa.pem"), holder("certificate.pem"));
  }

  static ASN1Encodable parsed(X509CertificateHolder certificate, ASN1ObjectIdentifier id) {
    return certificate.getExtension(id).getParsedValue();
  }

  static int keyUsage(X509CertificateHolder certificate) {
    Extension extension = certificate.getExtension(Extension.keyUsage);
    assertTrue(extension.isCritical(), "keyUsage must be critical");
    return KeyUsage.getInstance(extension.getParsedValue()).getBytes()[0] & 0xff;
  }

  static Map<String, String> accessLocations(X509CertificateHolder certificate) {
    Map<String, String> locations = new TreeMap<>();
    for (AccessDescription description :
        AuthorityInformationAccess.getInstance(parsed(certificate, Extension.authorityInfoAccess))
            .getAccessDescriptions()) {
      GeneralName location = description.getAccessLocation();
      assertEquals(GeneralName.uniformResourceIdentifier, location.getTagNo());
      locations.put(description.getAccessMethod().getId(), "" + location.getName());
    }
    return locations;
  }

  static List<String> crlLocations(X509CertificateHolder certificate) {
    CRLDistPoint points =
        CRLDistPoint.getInstance(parsed(certificate, Extension.cRLDistributionPoints));
    return Arrays.stream(points.getDistributionPoints())
        .map(DistributionPoint::getDistributionPoint)
        .flatMap(name -> Stream.of(GeneralNames.getInstance(name.getName()).getNames()))
        .map(name -> "" + name.getName())
        .toList();
  }
}
