package org.opentws.timestamping;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.tsp.TimeStampReq;
import org.bouncycastle.tsp.TimeStampRequest;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Der;

/** Reads a TimeStampReq and checks it before anything else happens (TS1.1, RFC 3161, 2.4.1). */
final class TimeStampRequestReader {
  /** Allowed imprint algorithms and the octets of their digests. Never MD5, SHA-1 or RIPEMD. */
  private static final Map<ASN1ObjectIdentifier, Integer> IMPRINT_OCTETS =
      Map.of(
          NISTObjectIdentifiers.id_sha256, 32,
          NISTObjectIdentifiers.id_sha384, 48,
          NISTObjectIdentifiers.id_sha512, 64,
          NISTObjectIdentifiers.id_sha3_256, 32,
          NISTObjectIdentifiers.id_sha3_384, 48,
          NISTObjectIdentifiers.id_sha3_512, 64);

  /** RFC 3161 sets no limit; 64 bits is usual, and what we echo must stay small. */
  private static final int NONCE_BITS_MAX = 256;

  /**
   * @throws RequestRefused BAD_DATA_FORMAT, BAD_REQUEST, BAD_ALGORITHM or UNACCEPTED_EXTENSION
   */
  TimeStampRequest read(Der encoded) {
    TimeStampRequest request = decode(encoded);
    checkVersionAndNonce(request);
    checkImprint(request);
    if (request.hasExtensions()) {
      throw new RequestRefused(Refusal.UNACCEPTED_EXTENSION, "no request extension is supported");
    }
    return request;
  }

  private static TimeStampRequest decode(Der encoded) {
    byte[] octets = encoded.octets();
    if (octets.length > TimeStampingSettings.REQUEST_OCTETS_MAX) {
      throw new RequestRefused(
          Refusal.BAD_DATA_FORMAT,
          "the request is longer than " + TimeStampingSettings.REQUEST_OCTETS_MAX + " octets");
    }
    try {
      ASN1Primitive parsed = ASN1Primitive.fromByteArray(octets);
      if (parsed == null) {
        throw new RequestRefused(Refusal.BAD_DATA_FORMAT, "the request is empty");
      }
      if (!Arrays.equals(parsed.getEncoded(ASN1Encoding.DER), octets)) {
        throw new RequestRefused(
            Refusal.BAD_DATA_FORMAT, "the request is not DER, or something follows it");
      }
      return new TimeStampRequest(TimeStampReq.getInstance(parsed));
    } catch (RequestRefused e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Bouncy Castle's parsers throw any unchecked exception on hostile input.
      throw new RequestRefused(Refusal.BAD_DATA_FORMAT, "the request cannot be decoded", e);
    }
  }

  private static void checkVersionAndNonce(TimeStampRequest request) {
    if (request.getVersion() != 1) {
      throw new RequestRefused(Refusal.BAD_REQUEST, "only version 1 is defined");
    }
    if (request.getNonce() != null && request.getNonce().bitLength() > NONCE_BITS_MAX) {
      throw new RequestRefused(Refusal.BAD_REQUEST, "nonce longer than 256 bits");
    }
  }

  private static void checkImprint(TimeStampRequest request) {
    Integer octets = IMPRINT_OCTETS.get(request.getMessageImprintAlgOID());
    if (octets == null) {
      throw new RequestRefused(
          Refusal.BAD_ALGORITHM,
          "imprint algorithm " + request.getMessageImprintAlgOID() + " is not accepted");
    }
    if (request.getMessageImprintDigest().length != octets) {
      throw new RequestRefused(
          Refusal.BAD_DATA_FORMAT, "the imprint's length does not fit its algorithm");
    }
  }
}
