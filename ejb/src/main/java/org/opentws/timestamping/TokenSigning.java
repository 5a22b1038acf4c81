package org.opentws.timestamping;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.tsp.TimeStampRequest;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.KeyUse;
import org.opentws.keymanagement.UsableKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.random.Randomness;
import org.opentws.time.TrustedTime;
import org.opentws.timestamping.store.ArchivedTimeStamp;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/** Makes one token, from request to verified signature; archives nothing. */
@ApplicationScoped
class TokenSigning {
  /** 48 bits of time and 80 random ones. */
  private static final int RANDOM_OCTETS = 10;

  private static final int SERIAL_OCTETS = 16;
  private static final int TIME_BITS = 48;

  @Inject TrustedTime time;
  @Inject KeyUse keys;
  @Inject Randomness randomness;

  private final TimeStampRequestReader reader = new TimeStampRequestReader();
  private final Map<String, TokenTemplate> templates = new ConcurrentHashMap<>();

  /**
   * A token that carries the request's datum and nonce, signed and verified. A crash leaves
   * nothing.
   *
   * @param client who asked, for the archive
   * @throws RequestRefused by RFC 3161's reasons
   * @throws ServiceUnavailable TIME, KEY or DEVICE
   */
  ArchivedTimeStamp sign(TimeStampingUnit unit, Der encoded, String client) {
    TimeStampRequest request = reader.read(encoded); // TS1.2
    if (request.getReqPolicy() != null && !request.getReqPolicy().equals(unit.policyId())) {
      throw new RequestRefused(Refusal.UNACCEPTED_POLICY, "this unit does not offer that policy");
    }
    // TS4.3: the register knows one key of this purpose and owner, within its life (KM3.5).
    UsableKey key = keys.active(KeyPurpose.TIME_STAMP_SIGNING, unit.id());
    TokenTemplate template = template(unit, key);
    Instant genTime = VouchedInstant.of(time, unit.tolerance()).instant(); // TS2.1
    SerialNumber serial = serial(genTime); // TS3.1
    TokenTemplate.Composed composed = template.compose(request, serial, genTime);
    RequestImprint.checkCarried(request, composed.tstInfo()); // TS4.4
    byte[] signature = keys.sign(key, composed.signedAttributes()); // TS3.4
    checkTimeAfterSigning(unit, genTime); // TS2.3
    if (!template.verifies(composed, signature)) {
      throw new ServiceUnavailable(
          ServiceUnavailable.Cause.DEVICE, "the device gave a signature that does not verify");
    }
    return new ArchivedTimeStamp(
        serial,
        unit.id(),
        genTime,
        request.getMessageImprintAlgOID().getId(),
        Der.of(request.getMessageImprintDigest()),
        template.token(composed, signature, request.getCertReq()),
        client);
  }

  private TokenTemplate template(TimeStampingUnit unit, UsableKey key) {
    TokenTemplate known = templates.get(unit.id());
    if (known != null && known.isFor(unit, key)) {
      return known;
    }
    try {
      TokenTemplate made = new TokenTemplate(unit, key);
      templates.put(unit.id(), made);
      return made;
    } catch (RequestRefused e) {
      // Not the caller's fault: unit and certificate do not fit (EIDAS 42.1.c).
      throw new ServiceUnavailable(ServiceUnavailable.Cause.KEY, e.detail(), e);
    }
  }

  /**
   * The token's time and 80 random bits: unique over nodes, crashes and restores without asking
   * anybody, and growing with time, which the archive's index likes.
   */
  private SerialNumber serial(Instant genTime) {
    byte[] octets =
        ByteBuffer.allocate(SERIAL_OCTETS)
            .putLong(genTime.toEpochMilli() << (Long.SIZE - TIME_BITS))
            .position(SERIAL_OCTETS - RANDOM_OCTETS)
            .put(randomness.octets(RANDOM_OCTETS))
            .array();
    return new SerialNumber(new BigInteger(1, octets));
  }

  /** The clock must be vouched for after signing too, and must not have gone back meanwhile. */
  private void checkTimeAfterSigning(TimeStampingUnit unit, Instant genTime) {
    if (VouchedInstant.of(time, unit.tolerance()).instant().isBefore(genTime)) {
      throw new ServiceUnavailable(
          ServiceUnavailable.Cause.TIME, "the clock went back while the token was signed");
    }
  }
}
