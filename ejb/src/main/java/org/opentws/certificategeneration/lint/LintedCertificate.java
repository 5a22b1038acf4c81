package org.opentws.certificategeneration.lint;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.opentws.value.Der;

/**
 * The right to have exactly these octets signed once. Only the linter makes one, so nothing can be
 * signed that was not linted, and nothing twice.
 */
public final class LintedCertificate {
  private final Der tbsCertificate;
  private final AlgorithmIdentifier algorithm;
  private final AtomicBoolean used = new AtomicBoolean();

  LintedCertificate(Der tbsCertificate, AlgorithmIdentifier algorithm) {
    this.tbsCertificate = tbsCertificate;
    this.algorithm = algorithm;
  }

  /**
   * Uses up the right.
   *
   * @return DER of the TBSCertificate
   * @throws IllegalStateException at the second call
   */
  public Der take() {
    if (!used.compareAndSet(false, true)) {
      throw new IllegalStateException("a linted certificate is signed once");
    }
    return tbsCertificate;
  }

  /** The certificate of those octets and the signature over them. */
  public Der signed(Der signature) {
    return assemble(tbsCertificate, algorithm, signature);
  }

  static Der assemble(Der tbsCertificate, AlgorithmIdentifier algorithm, Der signature) {
    try {
      ASN1EncodableVector parts = new ASN1EncodableVector();
      parts.add(ASN1Primitive.fromByteArray(tbsCertificate.octets()));
      parts.add(algorithm);
      parts.add(new DERBitString(signature.octets()));
      return Der.of(new DERSequence(parts).getEncoded(ASN1Encoding.DER));
    } catch (IOException e) {
      throw new IllegalStateException("a certificate in memory cannot be encoded", e);
    }
  }
}
