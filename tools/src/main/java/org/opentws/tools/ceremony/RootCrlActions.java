package org.opentws.tools.ceremony;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.opentws.hsm.SigningUse;
import org.opentws.value.Sha256;

/** The step that issues the CRL of an offline root (RM2.2). */
final class RootCrlActions {
  /** Certificates that the CRL revokes from now on: a list of {certificate, reason}. */
  static final String REVOKED = "revoked";

  /** RFC 5280, 5.3.1: what may befall a CA. */
  private static final Map<String, Integer> REASONS =
      Map.of(
          "keyCompromise", CRLReason.keyCompromise,
          "cACompromise", CRLReason.cACompromise,
          "affiliationChanged", CRLReason.affiliationChanged,
          "superseded", CRLReason.superseded,
          "cessationOfOperation", CRLReason.cessationOfOperation);

  private RootCrlActions() {}

  /** A reason that is none is found before any step runs. */
  static void demandReasons(StepParameters with) {
    if (with.values().containsKey(REVOKED)) {
      with.entries(REVOKED).forEach(RootCrlActions::reason);
    }
  }

  private static int reason(StepParameters entry) {
    Integer reason = REASONS.get(entry.text("reason"));
    if (reason == null) {
      throw new CeremonyFailure("a CA is revoked for one of " + REASONS.keySet());
    }
    return reason;
  }

  /**
   * token, issuer, days, file: the next CRL of the root; keeps the entries of the one before.
   * revoked: what it revokes besides.
   */
  static Map<String, Object> issueCrl(Ceremony ceremony, StepParameters with)
      throws IOException, GeneralSecurityException {
    X509Certificate root = ceremony.certificate(with.text("token"), with.text("issuer"));
    Path file = with.path("file");
    Instant now = Ceremony.now();
    X509v2CRLBuilder builder = new X509v2CRLBuilder(CertificateDraft.nameOf(root), Date.from(now));
    Instant next = now.plus(CertificateActions.days(with));
    builder.setNextUpdate(Date.from(next));
    Set<BigInteger> listed = new TreeSet<>();
    long number = 1;
    if (Files.exists(file)) {
      X509CRLHolder before = previous(file, root);
      builder.addCRL(before);
      listed.addAll(serials(before));
      number = number(before) + 1;
    }
    if (with.values().containsKey(REVOKED)) {
      for (StepParameters entry : with.entries(REVOKED)) {
        BigInteger serial = serialOfOwn(entry.path("certificate"), root);
        if (listed.add(serial)) { // An entry that is there keeps its date and reason.
          builder.addCRLEntry(serial, Date.from(now), reason(entry));
        }
      }
    }
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(root.getPublicKey()));
    builder.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(number)));
    byte[] crl =
        builder
            .build(
                ceremony.signer(with.text("token"), with.text("issuer"), SigningUse.CERTIFICATES))
            .getEncoded();
    decode(crl).verify(root.getPublicKey());
    SecretFiles.writePublic(file, crl);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("number", number);
    facts.put("nextUpdate", next.toString());
    facts.put("revoked", listed.stream().map(serial -> serial.toString(16)).toList());
    facts.put("sha256", Sha256.hex(crl));
    return facts;
  }

  /** A root revokes what it has signed itself, and nothing else. */
  private static BigInteger serialOfOwn(Path file, X509Certificate root)
      throws IOException, GeneralSecurityException {
    X509Certificate certificate = CertificateDraft.decode(PemFile.readDer(file));
    try {
      certificate.verify(root.getPublicKey());
    } catch (GeneralSecurityException e) {
      throw new CeremonyFailure(file + " is not a certificate that this root signed", e);
    }
    return certificate.getSerialNumber();
  }

  private static List<BigInteger> serials(X509CRLHolder crl) {
    return Stream.of(crl.toASN1Structure().getRevokedCertificates())
        .map(entry -> entry.getUserCertificate().getValue())
        .toList();
  }

  private static long number(X509CRLHolder crl) {
    return CRLNumber.getInstance(crl.getExtension(Extension.cRLNumber).getParsedValue())
        .getCRLNumber()
        .longValueExact();
  }

  private static X509CRLHolder previous(Path file, X509Certificate root)
      throws IOException, GeneralSecurityException {
    byte[] before = Files.readAllBytes(file);
    decode(before).verify(root.getPublicKey());
    return new X509CRLHolder(before);
  }

  private static X509CRL decode(byte[] crl) throws GeneralSecurityException {
    return (X509CRL)
        CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(crl));
  }
}
