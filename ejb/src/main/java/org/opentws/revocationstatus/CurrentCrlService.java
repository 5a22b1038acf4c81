package org.opentws.revocationstatus;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.opentws.access.RoleName;
import org.opentws.access.store.PermissionName;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.revocationstatus.store.CrlRepository;
import org.opentws.revocationstatus.store.StoredCrl;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;

/**
 * Holds the most recent periodical message of each CA (5.3.6.1, RS1.2). A CRL is accepted only if
 * the CA itself signed it and it is newer than the last one (RS1.1, RS1.3).
 */
@Stateless
public class CurrentCrlService {
  /** Values of Cache-Control and Expires. */
  public record HttpFreshness(Duration maxAge, Instant since) {
    public Instant expires() {
      return since.plus(maxAge);
    }
  }

  @Inject CrlRepository crls;
  @Inject RevocationStatusConfiguration configuration;
  @Inject TrustedTime trustedTime;

  /** The newest CRL of a CA; empty if there is none. */
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  @PermitAll
  public Optional<StoredCrl> current(String ca) {
    return crls.current(ca);
  }

  /** How long from now an HTTP cache may keep a CRL: never beyond its nextUpdate. */
  @PermitAll
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public HttpFreshness freshness(StoredCrl crl) {
    Instant now = trustedTime.now().truncatedTo(ChronoUnit.SECONDS);
    Duration left = Duration.between(now, crl.nextUpdate());
    Duration longest = configuration.crlHttpMaxAge();
    Duration maxAge = left.compareTo(longest) < 0 ? left : longest;
    return new HttpFreshness(maxAge.isNegative() ? Duration.ZERO : maxAge, now);
  }

  /**
   * Takes a CRL in, in the caller's transaction. The CRL that is current already is accepted again.
   *
   * @param changeSequence every status change up to this number is in it
   * @return its CRL number
   * @throws RequestRefused SEAL_BROKEN if the CA did not sign it, MALFORMED_REQUEST, WRONG_STATE if
   *     it is older than the current one
   */
  @TransactionAttribute(TransactionAttributeType.MANDATORY)
  @RolesAllowed({RoleName.SYSTEM, PermissionName.CRL_IMPORT})
  public long receive(String ca, Der crl, Der caCertificate, long changeSequence) {
    X509CRLHolder holder = verified(crl, caCertificate);
    long number = number(holder);
    Optional<StoredCrl> last = crls.current(ca);
    if (last.filter(stored -> stored.number() >= number).isPresent()) {
      if (last.filter(stored -> stored.der().equals(crl)).isPresent()) {
        return number;
      }
      throw new RequestRefused(Refusal.WRONG_STATE, "CRL " + number + " is not a newer one");
    }
    crls.insert(
        new StoredCrl(
            ca,
            number,
            crl,
            holder.getThisUpdate().toInstant(),
            holder.getNextUpdate().toInstant(),
            changeSequence));
    return number;
  }

  private static X509CRLHolder verified(Der crl, Der caCertificate) {
    try {
      X509CRLHolder holder = new X509CRLHolder(crl.octets());
      X509CertificateHolder issuer = new X509CertificateHolder(caCertificate.octets());
      boolean signed =
          holder.getIssuer().equals(issuer.getSubject())
              && holder.isSignatureValid(new JcaContentVerifierProviderBuilder().build(issuer));
      if (!signed) {
        throw new RequestRefused(Refusal.SEAL_BROKEN, "the CRL is not signed by its CA");
      }
      if (holder.getNextUpdate() == null) {
        throw new RequestRefused(Refusal.MALFORMED_REQUEST, "the CRL has no nextUpdate");
      }
      return holder;
    } catch (IOException
        | CertException
        | OperatorCreationException
        | CertificateException
        | IllegalArgumentException
        | IllegalStateException
        | ClassCastException
        | NullPointerException
        | IndexOutOfBoundsException e) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "not a CRL of this CA", e);
    }
  }

  private static long number(X509CRLHolder crl) {
    Extension extension = crl.getExtension(Extension.cRLNumber);
    if (extension == null) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "the CRL has no number");
    }
    try {
      BigInteger number = CRLNumber.getInstance(extension.getParsedValue()).getCRLNumber();
      return number.longValueExact();
    } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "the CRL's number is unusable", e);
    }
  }
}
