package org.opentws.revocationstatus;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.KeyUse;
import org.opentws.keymanagement.UsableKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;

/** The responder's keys: the CA's delegated OCSP key (RS2.1), and what it can prepare once. */
@ApplicationScoped
public class OcspResponder {
  private static final ASN1ObjectIdentifier EXTENDED_REVOKE =
      OCSPObjectIdentifiers.id_pkix_ocsp.branch("9");

  /** The register itself is looked at once a second; asking for each answer costs more than it. */
  private static final long SURE_NANOS = 50_000_000L;

  @Inject KeyUse keyUse;
  @Inject TrustedTime trustedTime;

  /** The card of each CA's key that was used last. */
  private final Map<String, Held> cards = new ConcurrentHashMap<>();

  /** A card and when the key was last found to be the one that signs. */
  private record Held(ResponderCard card, long foundAt) {}

  /**
   * The key that signs for a CA now.
   *
   * @throws org.opentws.error.ServiceUnavailable KEY
   */
  ResponderCard card(String ca) {
    long now = trustedTime.monotonicNanos();
    Held known = cards.get(ca);
    if (known != null && now - known.foundAt() < SURE_NANOS) {
      return known.card();
    }
    UsableKey key = keyUse.active(KeyPurpose.OCSP_SIGNING, ca);
    ResponderCard card =
        known != null && known.card().key().equals(key) ? known.card() : ResponderCard.of(key);
    cards.put(ca, new Held(card, now));
    return card;
  }

  /**
   * Signs in one call to the device.
   *
   * @throws org.opentws.error.ServiceUnavailable DEVICE or KEY
   */
  List<byte[]> sign(ResponderCard card, List<byte[]> responseData) {
    try {
      return keyUse.signAll(card.key(), responseData);
    } catch (ServiceUnavailable e) {
      // Perhaps another key has taken its place: the next question looks anew.
      cards.values().removeIf(held -> held.card().equals(card));
      throw e;
    }
  }

  /** RFC 6960, 4.4.8: a never-issued certificate is answered as revoked. */
  static Der extendedRevoke() {
    try {
      return encoded(new Extension(EXTENDED_REVOKE, false, DERNull.INSTANCE.getEncoded()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The response's nonce extension, with the octets of the request's. */
  static List<Der> withNonce(Optional<Extension> nonce) {
    return nonce
        .map(
            asked ->
                List.of(
                    encoded(
                        new Extension(
                            OCSPObjectIdentifiers.id_pkix_ocsp_nonce,
                            false,
                            asked.getExtnValue()))))
        .orElse(List.of());
  }

  private static Der encoded(Extension extension) {
    try {
      return Der.of(extension.getEncoded(ASN1Encoding.DER));
    } catch (IOException e) {
      throw new IllegalStateException("an extension cannot be encoded", e);
    }
  }
}
