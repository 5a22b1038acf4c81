package org.opentws.externalmessage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.eclipse.microprofile.config.ConfigProvider;
import org.opentws.authentication.ManagementCa;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.externalmessage.store.OpenedMessageRepository;
import org.opentws.keymanagement.KeyRegister;
import org.opentws.keymanagement.KeyUse;
import org.opentws.keymanagement.ManagementCertificateStatus;
import org.opentws.keymanagement.UsableKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.random.Randomness;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;

/** The seal as CMS SignedData (RFC 5652) with the envelope inside. */
@ApplicationScoped
public class CmsMessageSeal implements MessageSeal {
  @Inject KeyUse keys;
  @Inject KeyRegister register;
  @Inject OpenedMessageRepository opened;
  @Inject ManagementCertificateStatus status;
  @Inject ManagementCa managementCa;
  @Inject Randomness randomness;
  @Inject TrustedTime time;
  private final SealingSettings settings;

  public CmsMessageSeal() {
    this(SealingSettings.from(ConfigProvider.getConfig()));
  }

  CmsMessageSeal(SealingSettings settings) {
    this.settings = settings;
  }

  @Override
  public Der seal(String sender, String messageType, String content) {
    // GE.1a: with the sender's own infrastructure key.
    UsableKey key = keys.active(KeyPurpose.MESSAGE_SEALING, sender);
    Instant now = time.now();
    // GE.1b, GE.1c: message time and nonce are under the signature.
    Envelope envelope = new Envelope(messageType, sender, now, randomness.identifier(), content);
    try {
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      generator.addSignerInfoGenerator(
          new SignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
              .setSignedAttributeGenerator(
                  new DefaultSignedAttributeTableGenerator(new AttributeTable(signingTime(now))))
              .build(
                  keys.contentSigner(key), new X509CertificateHolder(key.certificate().octets())));
      return Der.of(
          generator
              .generate(new CMSProcessableByteArray(envelope.encoded()), true)
              .getEncoded("DER"));
    } catch (CMSException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("a message could not be sealed", e);
    }
  }

  /** Given here, because the library would read a clock of its own. */
  private static ASN1EncodableVector signingTime(Instant now) {
    ASN1EncodableVector attributes = new ASN1EncodableVector();
    attributes.add(new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(now)))));
    return attributes;
  }

  @Override
  public OpenedMessage open(String expectedSender, String expectedType, Der sealed) {
    // CG1.1: integrity, and origin = a sealing key registered for exactly this sender.
    byte[] signed =
        new SealVerification(register, managementCa, status, time)
            .signedBy(expectedSender, sealed)
            .signedContent();
    Envelope envelope = Envelope.parse(signed);
    if (!envelope.sender().equals(expectedSender)) {
      throw new RequestRefused(Refusal.SEAL_BROKEN, "the message names another sender");
    }
    if (!envelope.type().equals(expectedType)) {
      throw new RequestRefused(Refusal.SEAL_BROKEN, "a message of another type");
    }
    requireTimely(envelope.sealedAt());
    // GE.1c: last, so that nothing but a genuine message is remembered. A crash or rollback after
    // this line forgets it again together with whatever the message caused.
    if (!opened.remember(envelope.nonce(), envelope.sender(), envelope.sealedAt())) {
      throw new RequestRefused(Refusal.REPLAYED, "this message was received before");
    }
    opened.forget(time.now().minus(settings.maxAge().multipliedBy(2)));
    return new OpenedMessage(
        envelope.sender(), envelope.type(), envelope.sealedAt(), envelope.content());
  }

  private void requireTimely(Instant sealedAt) {
    Instant now = time.now();
    if (sealedAt.isAfter(now.plus(settings.maxClockDifference()))) {
      throw new RequestRefused(Refusal.SEAL_BROKEN, "the message time lies in the future");
    }
    if (sealedAt.isBefore(now.minus(settings.maxAge()))) {
      throw new RequestRefused(Refusal.SEAL_BROKEN, "the message is too old");
    }
  }
}
