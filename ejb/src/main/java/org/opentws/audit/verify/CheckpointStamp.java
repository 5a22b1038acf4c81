package org.opentws.audit.verify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;
import org.opentws.audit.format.BrokenLog;
import org.opentws.value.Der;
import org.opentws.value.Sha256;

/** A time-stamp token over a checkpoint (RFC 3161): an octet string to the SHA-256 of the note. */
public final class CheckpointStamp {
  private static final BouncyCastleProvider BOUNCY_CASTLE = new BouncyCastleProvider();

  private final TimeStampToken token;

  private CheckpointStamp(TimeStampToken token) {
    this.token = token;
  }

  /** What is stamped of a note. */
  public static byte[] digest(String note) {
    return Sha256.of(note.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a token and verifies it by the certificate that it carries.
   *
   * @throws BrokenLog it is none, is over something else, or its signature does not hold
   */
  public static CheckpointStamp of(String note, Der token) {
    try {
      TimeStampToken read = new TimeStampToken(new CMSSignedData(token.octets()));
      boolean fits =
          read.getTimeStampInfo().getMessageImprintAlgOID().equals(NISTObjectIdentifiers.id_sha256)
              && MessageDigest.isEqual(
                  digest(note), read.getTimeStampInfo().getMessageImprintDigest());
      if (!fits) {
        throw new BrokenLog("the time-stamp is over something else");
      }
      CheckpointStamp stamp = new CheckpointStamp(read);
      read.validate(
          new JcaSimpleSignerInfoVerifierBuilder()
              .setProvider(BOUNCY_CASTLE)
              .build(stamp.signer()));
      return stamp;
    } catch (IOException | CMSException | TSPException | OperatorCreationException e) {
      throw new BrokenLog("the time-stamp does not hold: " + e.getMessage(), e);
    } catch (GeneralSecurityException e) {
      throw new BrokenLog("the time-stamp's certificate cannot be read", e);
    }
  }

  /** When the checkpoint was there, as the authority says. */
  public Instant at() {
    return token.getTimeStampInfo().getGenTime().toInstant();
  }

  /**
   * Whether its authority is one of those trusted.
   *
   * @throws BrokenLog it is not
   */
  void demandTrusted(List<X509Certificate> authorities) {
    try {
      Set<TrustAnchor> anchors =
          authorities.stream()
              .map(one -> new TrustAnchor(one, null))
              .collect(Collectors.toUnmodifiableSet());
      X509CertSelector target = new X509CertSelector();
      target.setCertificate(signer());
      PKIXBuilderParameters path = new PKIXBuilderParameters(anchors, target);
      path.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(certificates())));
      path.setRevocationEnabled(false);
      path.setDate(token.getTimeStampInfo().getGenTime());
      CertPathBuilder.getInstance("PKIX").build(path);
    } catch (GeneralSecurityException e) {
      throw new BrokenLog("the time-stamp's authority is not trusted: " + e.getMessage(), e);
    }
  }

  private X509Certificate signer() throws GeneralSecurityException {
    Collection<X509CertificateHolder> found = token.getCertificates().getMatches(token.getSID());
    if (found.size() != 1) {
      throw new BrokenLog("the time-stamp carries no certificate of its signer");
    }
    return certificate(found.iterator().next());
  }

  private List<X509Certificate> certificates() throws GeneralSecurityException {
    List<X509Certificate> all = new ArrayList<>();
    for (X509CertificateHolder holder : token.getCertificates().getMatches(null)) {
      all.add(certificate(holder));
    }
    return all;
  }

  private static X509Certificate certificate(X509CertificateHolder holder)
      throws GeneralSecurityException {
    return new JcaX509CertificateConverter().getCertificate(holder);
  }
}
