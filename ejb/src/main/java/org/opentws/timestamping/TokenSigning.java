package org.opentws.timestamping;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.tsp.TimeStampRequest;
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

/** Makes tokens, from request to verified signature; archives nothing. */
@ApplicationScoped
class TokenSigning {
  /** 48 bits of time and 80 random ones. */
  private static final int RANDOM_OCTETS = 10;

  private static final int SERIAL_OCTETS = 16;
  private static final int TIME_BITS = 48;

  @Inject TrustedTime time;
  @Inject KeyUse keys;
  @Inject Randomness randomness;

  private final Map<String, TokenTemplate> templates = new ConcurrentHashMap<>();

  /** A token that lacks nothing but its signature. */
  private record Draft(
      StampOrder order, SerialNumber serial, Instant genTime, TokenTemplate.Composed composed) {}

  /** What one call to the device gave, in the order of the drafts. */
  private record Signed(TokenTemplate template, List<Draft> drafts, List<byte[]> signatures) {}

  /**
   * Makes tokens of one unit with one call to the device. Each order is stamped or failed: TIME,
   * KEY or DEVICE is missing. A crash leaves nothing.
   */
  void sign(TimeStampingUnit unit, List<StampOrder> orders) {
    Signed signed;
    try {
      signed = signed(unit, orders);
    } catch (RuntimeException e) {
      orders.forEach(order -> order.failed().accept(e));
      return;
    }
    for (int i = 0; i < signed.drafts().size(); i++) {
      stamped(signed.template(), signed.drafts().get(i), signed.signatures().get(i));
    }
  }

  private Signed signed(TimeStampingUnit unit, List<StampOrder> orders) {
    // TS4.3: the register knows one key of this purpose and owner, within its life (KM3.5).
    UsableKey key = keys.active(KeyPurpose.TIME_STAMP_SIGNING, unit.id());
    try {
      return signed(unit, orders, key);
    } catch (ServiceUnavailable e) {
      UsableKey successor = keys.active(KeyPurpose.TIME_STAMP_SIGNING, unit.id());
      if (successor.keyId().equals(key.keyId())) {
        throw e;
      }
      // Rolled over at this very moment: without a gap for the client.
      return signed(unit, orders, successor);
    }
  }

  private Signed signed(TimeStampingUnit unit, List<StampOrder> orders, UsableKey key) {
    TokenTemplate template = template(unit, key);
    List<Draft> drafts = orders.stream().map(order -> draft(template, order)).toList();
    List<byte[]> signatures = // TS3.4
        keys.signAll(key, drafts.stream().map(d -> d.composed().signedAttributes()).toList());
    checkTimeAfterSigning(unit, drafts); // TS2.3
    if (!isSound(template, drafts, signatures)) {
      throw new ServiceUnavailable(
          ServiceUnavailable.Cause.DEVICE, "the device gave a signature that does not verify");
    }
    return new Signed(template, drafts, signatures);
  }

  /**
   * Whether the device signed as it should; if not, nothing of this call leaves. One signature of
   * each call is looked at, which under light load is every one; all of them where a single wrong
   * one would give the key away.
   */
  private boolean isSound(TokenTemplate template, List<Draft> drafts, List<byte[]> signatures) {
    if (!template.faultRevealsKey()) {
      int any = randomness.generator().nextInt(drafts.size());
      return template.verifies(drafts.get(any).composed(), signatures.get(any));
    }
    for (int i = 0; i < drafts.size(); i++) {
      if (!template.verifies(drafts.get(i).composed(), signatures.get(i))) {
        return false;
      }
    }
    return true;
  }

  private Draft draft(TokenTemplate template, StampOrder order) {
    Instant genTime = VouchedInstant.of(time, order.unit().tolerance()).instant(); // TS2.1
    SerialNumber serial = serial(genTime); // TS3.1
    TokenTemplate.Composed composed = template.compose(order.request(), serial, genTime);
    RequestImprint.checkCarried(order.request(), composed.tstInfo()); // TS4.4
    return new Draft(order, serial, genTime, composed);
  }

  private static void stamped(TokenTemplate template, Draft draft, byte[] signature) {
    StampOrder order = draft.order();
    TimeStampRequest request = order.request();
    order
        .stamped()
        .accept(
            new ArchivedTimeStamp(
                draft.serial(),
                order.unit().id(),
                draft.genTime(),
                request.getMessageImprintAlgOID().getId(),
                Der.of(request.getMessageImprintDigest()),
                template.token(draft.composed(), signature, request.getCertReq()),
                order.client()));
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
  private void checkTimeAfterSigning(TimeStampingUnit unit, List<Draft> drafts) {
    Instant after = VouchedInstant.of(time, unit.tolerance()).instant();
    if (drafts.stream().anyMatch(draft -> after.isBefore(draft.genTime()))) {
      throw new ServiceUnavailable(
          ServiceUnavailable.Cause.TIME, "the clock went back while the token was signed");
    }
  }
}
