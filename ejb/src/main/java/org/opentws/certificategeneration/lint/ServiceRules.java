package org.opentws.certificategeneration.lint;

import java.util.List;
import java.util.function.Predicate;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/** What holds for the TSP's own services: time-stamping units and OCSP responders. */
final class ServiceRules {
  static final List<LintRule> ALL =
      List.of(
          timeStamping(
              "tsu-purpose-alone",
              "RFC 3161, 2.3",
              "A time-stamping unit has the one purpose timeStamping.",
              s -> s.purposes().size() == 1),
          timeStamping(
              "tsu-purpose-critical",
              "RFC 3161, 2.3",
              "A time-stamping unit's extendedKeyUsage is critical.",
              s -> s.critical(Extension.extendedKeyUsage)),
          timeStamping(
              "tsu-key-usage",
              "ETSI EN 319 422, 6",
              "A time-stamping unit's keyUsage is digitalSignature, nonRepudiation or both.",
              s -> s.usageOnly(KeyUsage.digitalSignature | KeyUsage.nonRepudiation)),
          timeStamping(
              "tsu-key-period",
              "ETSI EN 319 422, 6; CEN/TS 419261, TS4",
              "A time-stamping unit's certificate says how long its key may sign.",
              s -> ASN1Sequence.getInstance(s.value(Extension.privateKeyUsagePeriod)).size() == 2),
          ocsp(
              "ocsp-purpose-alone",
              "RFC 6960, 4.2.2.2; CEN/TS 419261, KM3.3",
              "An OCSP responder has the one purpose OCSPSigning.",
              s -> s.purposes().size() == 1),
          ocsp(
              "ocsp-nocheck",
              "RFC 6960, 4.2.2.2.1",
              "An OCSP responder carries nocheck, whose value is NULL.",
              s ->
                  DERNull.INSTANCE.equals(
                      s.value(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck).toASN1Primitive())),
          ocsp(
              "ocsp-no-ocsp",
              "RFC 6960, 4.2.2.2.1",
              "An OCSP responder's certificate does not send relying parties to OCSP.",
              s -> !s.access(AccessDescription.id_ad_ocsp)),
          ocsp(
              "ocsp-key-usage",
              "RFC 6960, 4.2.2.2; CEN/TS 419261, KM3.3",
              "An OCSP responder's key is for digitalSignature alone.",
              s -> s.usage(KeyUsage.digitalSignature) && s.usageOnly(KeyUsage.digitalSignature)),
          new LintRule(
              "nocheck-only-ocsp",
              "RFC 6960, 4.2.2.2.1",
              "Only an OCSP responder goes without a status check.",
              s -> s.has(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck),
              s -> s.isFor(KeyPurposeId.id_kp_OCSPSigning)));

  private ServiceRules() {}

  private static LintRule timeStamping(
      String id, String citation, String sentence, Predicate<LintSubject> holds) {
    return new LintRule(
        id, citation, sentence, s -> s.isFor(KeyPurposeId.id_kp_timeStamping), holds);
  }

  private static LintRule ocsp(
      String id, String citation, String sentence, Predicate<LintSubject> holds) {
    return new LintRule(
        id, citation, sentence, s -> s.isFor(KeyPurposeId.id_kp_OCSPSigning), holds);
  }
}
