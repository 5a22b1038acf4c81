package org.opentws.externalmessage;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSTypedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.jspecify.annotations.Nullable;
import org.opentws.authentication.ManagementCa;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.KeyRegister;
import org.opentws.keymanagement.ManagementCertificateStatus;
import org.opentws.keymanagement.RegisteredKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;

/** Whether a CMS SignedData was signed by a service's registered sealing key (CG1.1, R1.7). */
final class SealVerification {
  /** No message between services needs more; a parser never sees more. */
  private static final int SEALED_OCTETS_MAX = 256 * 1024;

  private static final Set<String> DIGESTS =
      Set.of(
          NISTObjectIdentifiers.id_sha256.getId(),
          NISTObjectIdentifiers.id_sha384.getId(),
          NISTObjectIdentifiers.id_sha512.getId());

  private final KeyRegister register;
  private final ManagementCa managementCa;
  private final ManagementCertificateStatus status;
  private final TrustedTime time;

  SealVerification(
      KeyRegister register,
      ManagementCa managementCa,
      ManagementCertificateStatus status,
      TrustedTime time) {
    this.register = register;
    this.managementCa = managementCa;
    this.status = status;
    this.time = time;
  }

  /** The octets under a signature that held; made only by {@link #signedBy}. */
  record Verified(Der content) {
    byte[] signedContent() {
      return content.octets();
    }
  }

  Verified signedBy(String sender, Der sealed) {
    if (sealed.length() > SEALED_OCTETS_MAX) {
      throw broken("larger than any sealed message", null);
    }
    try {
      return verify(sender, sealed);
    } catch (RequestRefused | ServiceUnavailable e) {
      throw e;
    } catch (CMSException
        | IOException
        | OperatorCreationException
        | CertificateException
        | RuntimeException e) {
      // RuntimeException: the CMS parser reports some malformed input by unchecked exceptions.
      throw broken("not a sealed message", e);
    }
  }

  private Verified verify(String sender, Der sealed)
      throws CMSException, IOException, OperatorCreationException, CertificateException {
    // fromByteArray refuses octets after the end, which nobody signed.
    CMSSignedData signedData =
        new CMSSignedData(ASN1Primitive.fromByteArray(sealed.octets()).getEncoded());
    Collection<SignerInformation> signers = signedData.getSignerInfos().getSigners();
    CMSTypedData content = signedData.getSignedContent();
    if (signers.size() != 1
        || content == null
        || !content.getContentType().equals(CMSObjectIdentifiers.data)) {
      throw broken("a sealed message has one signer and its content inside", null);
    }
    SignerInformation signer = signers.iterator().next();
    if (!DIGESTS.contains(signer.getDigestAlgOID())) {
      throw broken("digest algorithm not allowed", null);
    }
    X509CertificateHolder certificate = registeredCertificate(sender, signer);
    if (!signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(certificate))) {
      throw broken("the signature does not verify", null);
    }
    if (!(content.getContent() instanceof byte[] octets)) {
      throw broken("the content is not octets", null);
    }
    return new Verified(Der.of(octets));
  }

  /** The certificate comes from the register, never from the message. */
  private X509CertificateHolder registeredCertificate(String sender, SignerInformation signer)
      throws IOException {
    for (RegisteredKey key : register.ofPurpose(KeyPurpose.MESSAGE_SEALING)) {
      if (!key.owner().equals(sender)
          || key.state() != KeyState.ACTIVE
          || key.certificate().isEmpty()) {
        continue;
      }
      X509CertificateHolder certificate =
          new X509CertificateHolder(key.certificate().get().octets());
      if (signer.getSID().match(certificate)) {
        requireGenuine(sender, key.certificate().get(), certificate);
        requireNotRevoked(key.certificate().get());
        return certificate;
      }
    }
    throw broken("not signed by the sender's registered sealing key", null);
  }

  // R1.7, KM3.6: the register is a table that somebody may have altered. Whose key it is and what
  // for
  // is said by the management CA, whose own certificate is not in the database.
  private void requireGenuine(String sender, Der encoded, X509CertificateHolder certificate) {
    Optional<String> objection = managementCa.signingObjection(encoded, time.now());
    if (objection.isPresent()) {
      throw broken("the sender's sealing key is not trusted: " + objection.get(), null);
    }
    RDN[] names = certificate.getSubject().getRDNs(BCStyle.CN);
    if (names.length != 1
        || !IETFUtils.valueToString(names[0].getFirst().getValue())
            .equals(MessageSeal.COMMON_NAME + sender)) {
      throw broken("the sealing key was certified for another sender", null);
    }
  }

  // KM3.6: what was sealed under a revoked or suspended certificate is nobody's word.
  private void requireNotRevoked(Der certificate) {
    Optional<String> objection = status.objection(certificate);
    if (objection.isPresent()) {
      throw broken("the sender's sealing key does not count: " + objection.get(), null);
    }
  }

  private static RequestRefused broken(String detail, @Nullable Exception e) {
    return e == null
        ? new RequestRefused(Refusal.SEAL_BROKEN, detail)
        : new RequestRefused(Refusal.SEAL_BROKEN, detail, e);
  }
}
