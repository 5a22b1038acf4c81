package org.opentws.revocationstatus;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import org.opentws.access.RoleName;
import org.opentws.access.store.PermissionName;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.revocationstatus.store.CrlOctets;
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

  /** The newest list of what changed since an earlier one; empty if there is none. */
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  @PermitAll
  public Optional<StoredCrl> delta(String ca) {
    return crls.current(ca, StoredCrl.DELTA);
  }

  /** The newest list of a partition; empty if there is none. */
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  @PermitAll
  public Optional<StoredCrl> ofPartition(String ca, String partition) {
    return crls.current(ca, partition);
  }

  /** One of a partition of any time: none is ever deleted. */
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  @PermitAll
  public Optional<StoredCrl> numbered(String ca, String partition, long number) {
    return crls.find(ca, partition, number);
  }

  /** A complete CRL of any time: none is ever deleted. */
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  @PermitAll
  public Optional<StoredCrl> numbered(String ca, long number) {
    return crls.find(ca, StoredCrl.COMPLETE, number);
  }

  /**
   * Writes a piece of a CRL, with memory for one part of it.
   *
   * @param from first octet
   * @param to octet after the last
   * @throws IOException if the other side does not take it
   */
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  @PermitAll
  public void write(
      StoredCrl crl, StoredCrl.Encoding encoding, long from, long to, OutputStream out)
      throws IOException {
    for (long at = from; at < to; ) {
      int part = (int) (at / CrlRepository.PART_OCTETS);
      long partBegin = (long) part * CrlRepository.PART_OCTETS;
      byte[] octets = crls.part(crl, encoding, part);
      int begin = (int) (at - partBegin);
      int end = (int) Math.min(octets.length, to - partBegin);
      if (end <= begin) {
        throw new IOException("a part of the CRL is shorter than it was");
      }
      out.write(octets, begin, end - begin);
      at += end - begin;
    }
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
  public long receive(String ca, CrlOctets octets, Der caCertificate, long changeSequence) {
    VerifiedCrl crl = VerifiedCrl.of(octets, caCertificate);
    return receive(ca, crl, crl.scope(ca), new Received(octets, changeSequence));
  }

  /**
   * The same for a CRL that another CA signed in the place of this one (RFC 5280, 5.2.5).
   *
   * @param issuerCertificate of the CA that two persons appointed
   */
  @TransactionAttribute(TransactionAttributeType.MANDATORY)
  @RolesAllowed(RoleName.SYSTEM)
  public long receiveIndirect(
      String ca, CrlOctets octets, Der issuerCertificate, long changeSequence) {
    VerifiedCrl crl = VerifiedCrl.of(octets, issuerCertificate);
    return receive(ca, crl, crl.indirectScope(ca), new Received(octets, changeSequence));
  }

  private record Received(CrlOctets octets, long changeSequence) {}

  private long receive(String ca, VerifiedCrl crl, String scope, Received received) {
    Optional<StoredCrl> last = crls.current(ca, scope);
    if (last.filter(stored -> stored.number() >= crl.number()).isPresent()) {
      if (last.filter(stored -> isSame(stored, received.octets())).isPresent()) {
        return crl.number();
      }
      throw new RequestRefused(Refusal.WRONG_STATE, "CRL " + crl.number() + " is not a newer one");
    }
    crls.insert(
        new StoredCrl(
            ca,
            scope,
            crl.number(),
            crl.thisUpdate(),
            crl.nextUpdate(),
            received.changeSequence(),
            0,
            0),
        received.octets());
    return crl.number();
  }

  private boolean isSame(StoredCrl stored, CrlOctets octets) {
    try (InputStream in = octets.open()) {
      for (long at = 0; at < stored.length(); at += CrlRepository.PART_OCTETS) {
        byte[] part =
            crls.part(stored, StoredCrl.Encoding.IDENTITY, (int) (at / CrlRepository.PART_OCTETS));
        if (!Arrays.equals(part, in.readNBytes(part.length))) {
          return false;
        }
      }
      return in.read() < 0;
    } catch (IOException e) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "the CRL cannot be read", e);
    }
  }
}
