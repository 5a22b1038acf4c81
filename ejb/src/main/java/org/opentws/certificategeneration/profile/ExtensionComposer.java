package org.opentws.certificategeneration.profile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.util.IPAddress;
import org.opentws.value.Sha256;

/** The extensions of one certificate, in a fixed order. */
final class ExtensionComposer {
  private static final int KEY_IDENTIFIER_OCTETS = 20;

  private final GenerationSettings settings;
  private final CertificateDraft draft;
  private final CertificateComposer.Life life;
  private final SubjectPublicKeyInfo key;
  private final ExtensionsGenerator extensions = new ExtensionsGenerator();

  ExtensionComposer(
      GenerationSettings settings,
      CertificateDraft draft,
      CertificateComposer.Life life,
      SubjectPublicKeyInfo key) {
    this.settings = settings;
    this.draft = draft;
    this.life = life;
    this.key = key;
  }

  Extensions compose() {
    try {
      keyIdentifiers();
      usage();
      policies();
      statusPointers();
      special();
      return extensions.generate();
    } catch (IOException e) {
      throw new IllegalStateException("an extension could not be encoded", e);
    }
  }

  private void keyIdentifiers() throws IOException {
    byte[] issuerKeyIdentifier =
        SubjectKeyIdentifier.fromExtensions(draft.issuer().certificate().getExtensions())
            .getKeyIdentifier();
    extensions.addExtension(
        Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(issuerKeyIdentifier));
    extensions.addExtension(
        Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyIdentifier(key)));
  }

  /** RFC 7093, method 1: the first 160 bits of the SHA-256 of the key's bits. */
  static byte[] keyIdentifier(SubjectPublicKeyInfo key) {
    byte[] hash = Sha256.of(key.getPublicKeyData().getOctets());
    return Arrays.copyOf(hash, KEY_IDENTIFIER_OCTETS);
  }

  private void usage() throws IOException {
    int bits = 0;
    for (CertificateProfile.KeyUsageBit bit : draft.profile().keyUsage()) {
      bits |=
          switch (bit) {
            case DIGITAL_SIGNATURE -> KeyUsage.digitalSignature;
            case NON_REPUDIATION -> KeyUsage.nonRepudiation;
          };
    }
    extensions.addExtension(Extension.keyUsage, true, new KeyUsage(bits));
    CertificateProfile.ExtendedKeyUsageRule extended = draft.profile().extendedKeyUsage();
    if (extended != null) {
      KeyPurposeId[] purposes =
          extended.purposes().stream().map(ExtensionComposer::purpose).toArray(KeyPurposeId[]::new);
      extensions.addExtension(
          Extension.extendedKeyUsage, extended.critical(), new ExtendedKeyUsage(purposes));
    }
    if (draft.profile().validity().keyLife().isPresent()) {
      // PrivateKeyUsagePeriod (X.509, 9.2.2.5): implicitly tagged times.
      ASN1EncodableVector period = new ASN1EncodableVector();
      period.add(new DERTaggedObject(false, 0, time(Date.from(life.notBefore()))));
      period.add(new DERTaggedObject(false, 1, time(Date.from(life.keyNotAfter()))));
      extensions.addExtension(Extension.privateKeyUsagePeriod, false, new DERSequence(period));
    }
  }

  private static ASN1GeneralizedTime time(Date date) {
    return new DERGeneralizedTime(date);
  }

  static KeyPurposeId purpose(CertificateProfile.Purpose purpose) {
    return switch (purpose) {
      case SERVER_AUTH -> KeyPurposeId.id_kp_serverAuth;
      case CLIENT_AUTH -> KeyPurposeId.id_kp_clientAuth;
      case OCSP_SIGNING -> KeyPurposeId.id_kp_OCSPSigning;
      case TIME_STAMPING -> KeyPurposeId.id_kp_timeStamping;
    };
  }

  /** CG1.6f. */
  private void policies() throws IOException {
    List<PolicyInformation> policies = new ArrayList<>();
    for (CertificateProfile.PolicyReference policy : draft.profile().policies()) {
      String oid = policy.oid();
      CertificateProfile.OwnPolicy own = policy.own();
      if (oid != null) {
        policies.add(new PolicyInformation(new ASN1ObjectIdentifier(oid)));
      } else if (own != null) {
        policies.add(new PolicyInformation(new ASN1ObjectIdentifier(settings.policies().oid(own))));
      }
    }
    extensions.addExtension(
        Extension.certificatePolicies,
        false,
        new CertificatePolicies(policies.toArray(PolicyInformation[]::new)));
  }

  private void statusPointers() throws IOException {
    CertificateProfile.RevocationPointers pointers = draft.profile().revocationPointers();
    new StatusPointers(settings, draft.issuer().id(), draft.serial())
        .add(extensions, pointers.crl(), pointers.ocsp());
  }

  private void special() throws IOException {
    CertificateProfile.QcStatementsRule statements = draft.profile().qcStatements();
    if (statements != null) {
      extensions.addExtension(
          Extension.qCStatements, false, QcStatements.of(statements, settings.pdsUrl().toString()));
    }
    if (draft.profile().subjectAlternativeNames() != null) {
      GeneralName[] names =
          settings.tlsNames().stream()
              .map(ExtensionComposer::serverName)
              .toArray(GeneralName[]::new);
      extensions.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    }
    if (draft.profile().ocspNoCheck()) {
      extensions.addExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE);
    }
  }

  private static GeneralName serverName(String name) {
    int kind = IPAddress.isValid(name) ? GeneralName.iPAddress : GeneralName.dNSName;
    return new GeneralName(kind, name);
  }
}
