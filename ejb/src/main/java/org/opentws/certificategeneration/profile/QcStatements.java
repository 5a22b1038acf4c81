package org.opentws.certificategeneration.profile;

import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;

/** The QCStatements extension's value (EN 319 412-5; RFC 3739, 3.2.6). */
public final class QcStatements {
  private static final ASN1ObjectIdentifier ETSI = new ASN1ObjectIdentifier("0.4.0.1862.1");

  /** 4.2.1: a qualified certificate. */
  public static final ASN1ObjectIdentifier COMPLIANCE = ETSI.branch("1");

  /** 4.2.2: the private key is in a qualified device. */
  public static final ASN1ObjectIdentifier SSCD = ETSI.branch("4");

  /** 4.3.4: where the PKI disclosure statements are. */
  public static final ASN1ObjectIdentifier PDS = ETSI.branch("5");

  /** 4.2.3: signature, seal or web site. */
  public static final ASN1ObjectIdentifier TYPE = ETSI.branch("6");

  /** 4.2.3: for electronic signatures. */
  public static final ASN1ObjectIdentifier TYPE_ESIGN = TYPE.branch("1");

  /** 4.2.4: under which countries' law, if not that of the EU. */
  public static final ASN1ObjectIdentifier LEGISLATION = ETSI.branch("7");

  private QcStatements() {}

  static DERSequence of(CertificateProfile.QcStatementsRule rule, String pdsUrl) {
    ASN1EncodableVector statements = new ASN1EncodableVector();
    statements.add(new DERSequence(COMPLIANCE));
    statements.add(statement(TYPE, new DERSequence(TYPE_ESIGN)));
    ASN1EncodableVector location = new ASN1EncodableVector();
    location.add(new DERIA5String(pdsUrl));
    location.add(new DERPrintableString("en"));
    statements.add(statement(PDS, new DERSequence(new DERSequence(location))));
    rule.countries().ifPresent(c -> statements.add(statement(LEGISLATION, countries(c))));
    return new DERSequence(statements);
  }

  private static DERSequence statement(ASN1ObjectIdentifier id, ASN1Encodable value) {
    ASN1EncodableVector statement = new ASN1EncodableVector();
    statement.add(id);
    statement.add(value);
    return new DERSequence(statement);
  }

  private static DERSequence countries(List<String> codes) {
    ASN1EncodableVector countries = new ASN1EncodableVector();
    codes.forEach(code -> countries.add(new DERPrintableString(code)));
    return new DERSequence(countries);
  }
}
