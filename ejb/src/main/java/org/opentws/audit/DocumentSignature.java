package org.opentws.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.opentws.error.ServiceUnavailable;
import org.opentws.value.Der;

/** Signs a document with the audit key in its device: CMS SignedData, detached. */
@ApplicationScoped
public class DocumentSignature {
  @Inject private Instance<CheckpointSigner> signers;

  /**
   * With the signer's certificate inside.
   *
   * @throws ServiceUnavailable KEY, DEVICE
   */
  public byte[] over(byte[] document, Instant at) {
    // The certificate must be known before the attributes are signed.
    Der certificate = sign(Der.of(document)).certificate();
    try {
      X509CertificateHolder signer = new X509CertificateHolder(certificate.octets());
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      generator.addSignerInfoGenerator(
          new SignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
              .setSignedAttributeGenerator(
                  new DefaultSignedAttributeTableGenerator(new AttributeTable(signingTime(at))))
              .build(new DeviceSigner(), signer));
      generator.addCertificate(signer);
      return generator.generate(new CMSProcessableByteArray(document), false).getEncoded("DER");
    } catch (CMSException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("the document could not be signed", e);
    }
  }

  private CheckpointSignature sign(Der text) {
    return signers.stream()
        .findFirst()
        .flatMap(signer -> signer.sign(text))
        .orElseThrow(
            () ->
                new ServiceUnavailable(
                    ServiceUnavailable.Cause.KEY, "there is no active audit key to sign with"));
  }

  /** Given here, because the library would read a clock of its own. */
  private static ASN1EncodableVector signingTime(Instant at) {
    ASN1EncodableVector attributes = new ASN1EncodableVector();
    attributes.add(new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(at)))));
    return attributes;
  }

  private final class DeviceSigner implements ContentSigner {
    private final ByteArrayOutputStream signed = new ByteArrayOutputStream();

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
      return new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    }

    @Override
    public OutputStream getOutputStream() {
      return signed;
    }

    @Override
    public byte[] getSignature() {
      return sign(Der.of(signed.toByteArray())).value().octets();
    }
  }
}
