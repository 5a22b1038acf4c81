package org.opentws.certificategeneration.lint;

import static org.opentws.certificategeneration.lint.SpoiledCertificate.sequence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.opentws.certificategeneration.SoftwareKeys;
import org.opentws.certificategeneration.profile.QcStatements;

/** Changes to certificates, each making one defect. */
final class Spoiling {
  private Spoiling() {}

  static SubjectPublicKeyInfo rsa2048() {
    return SubjectPublicKeyInfo.getInstance(
        SoftwareKeys.publicKey(SoftwareKeys.pair("RSA", 2048)).octets());
  }

  static X500Name renamed(X500Name name, ASN1ObjectIdentifier type, ASN1Encodable value) {
    X500NameBuilder builder = new X500NameBuilder();
    for (RDN rdn : name.getRDNs()) {
      boolean meant = rdn.getFirst().getType().equals(type);
      builder.addRDN(rdn.getFirst().getType(), meant ? value : rdn.getFirst().getValue());
    }
    return builder.build();
  }

  static X500Name with(X500Name name, ASN1ObjectIdentifier type, ASN1Encodable value) {
    X500NameBuilder builder = new X500NameBuilder();
    Arrays.stream(name.getRDNs()).forEach(rdn -> builder.addRDN(rdn.getFirst()));
    return builder.addRDN(type, value).build();
  }

  static X500Name without(X500Name name, ASN1ObjectIdentifier type) {
    return new X500Name(
        Arrays.stream(name.getRDNs())
            .filter(rdn -> !rdn.getFirst().getType().equals(type))
            .toArray(RDN[]::new));
  }

  static void purposes(SpoiledCertificate c, boolean critical, KeyPurposeId... purposes) {
    c.replace(Extension.extendedKeyUsage, critical, new ExtendedKeyUsage(purposes));
  }

  static void statements(SpoiledCertificate c, Consumer<List<ASN1Encodable>> change) {
    List<ASN1Encodable> list =
        new ArrayList<>(
            Arrays.asList(ASN1Sequence.getInstance(c.value(Extension.qCStatements)).toArray()));
    change.accept(list);
    c.replace(Extension.qCStatements, false, sequence(list.toArray(ASN1Encodable[]::new)));
  }

  static void without(SpoiledCertificate c, ASN1ObjectIdentifier statement) {
    statements(
        c,
        list ->
            list.removeIf(one -> ASN1Sequence.getInstance(one).getObjectAt(0).equals(statement)));
  }

  static void pds(SpoiledCertificate c, String url, String language) {
    without(c, QcStatements.PDS);
    statements(
        c,
        list ->
            list.add(
                sequence(
                    QcStatements.PDS,
                    sequence(sequence(new DERIA5String(url), new DERPrintableString(language))))));
  }

  static PolicyInformation policy(String oid) {
    return new PolicyInformation(new ASN1ObjectIdentifier(oid));
  }

  static GeneralName url(String url) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, url);
  }
}
