package org.opentws.timestamping;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.time.Instant;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampToken;
import org.eclipse.microprofile.config.ConfigProvider;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.KeyUse;
import org.opentws.keymanagement.UsableKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.random.Randomness;
import org.opentws.time.TrustedTime;
import org.opentws.timestamping.store.ArchivedTimeStamp;
import org.opentws.timestamping.store.TimeStampArchiveRepository;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/** Makes one token from request to archive, in a transaction of its own. */
@Stateless
public class TimeStampIssuanceService {
  private static final int SERIAL_OCTETS = 16;

  @Inject private TrustedTime time;
  @Inject private KeyUse keys;
  @Inject private Randomness randomness;
  @Inject private TimeStampArchiveRepository archive;

  private TimeStampingSettings settings = TimeStampingSettings.from(ConfigProvider.getConfig());
  private TimeStampRequestReader reader = new TimeStampRequestReader(settings.policy());
  private TimeStampTokenFactory tokens = new TimeStampTokenFactory(settings);

  @PostConstruct
  void configure() {
    settings = TimeStampingSettings.from(ConfigProvider.getConfig());
    reader = new TimeStampRequestReader(settings.policy());
    tokens = new TimeStampTokenFactory(settings);
  }

  /** The unit that this service answers for. */
  @PermitAll
  public String unit() {
    return settings.unit();
  }

  /**
   * A crash before the end leaves nothing; a crash after the commit leaves an archived token that
   * nobody received, which does no harm.
   *
   * @throws org.opentws.error.RequestRefused by RFC 3161's reasons
   * @throws ServiceUnavailable TIME, KEY, DEVICE or DATABASE
   */
  @PermitAll
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public IssuedTimeStamp issue(Der encoded) {
    TimeStampRequest request = reader.read(encoded); // TS1.1
    UsableKey key = keys.active(KeyPurpose.TIME_STAMP_SIGNING, settings.unit()); // TS4.3
    VouchedInstant genTime = VouchedInstant.of(time, settings.accuracy()); // TS2.1
    SerialNumber serial = newSerial(); // TS3.2
    TimeStampToken token =
        tokens.make(
            request,
            serial,
            genTime,
            new TimeStampTokenFactory.Signer(key, keys.contentSigner(key)));
    checkTimeAfterSigning(genTime.instant()); // TS2.3
    tokens.verify(token, key);
    Der response = TimeStampResponses.granted(request, token); // TS4.4
    archive.append(archived(request, serial, genTime, token)); // TS6.1
    return new IssuedTimeStamp(
        serial,
        genTime.instant(),
        request.getMessageImprintAlgOID().getId(),
        Der.of(request.getMessageImprintDigest()),
        response);
  }

  /** 127 random bits: unique over nodes, crashes and restores without asking anybody. */
  private SerialNumber newSerial() {
    BigInteger value =
        new BigInteger(1, randomness.octets(SERIAL_OCTETS)).clearBit(127).setBit(126);
    return new SerialNumber(value);
  }

  /** The clock must be vouched for after signing too, and must not have gone back meanwhile. */
  private void checkTimeAfterSigning(Instant genTime) {
    VouchedInstant after = VouchedInstant.of(time, settings.accuracy());
    if (after.instant().isBefore(genTime)) {
      throw new ServiceUnavailable(
          ServiceUnavailable.Cause.TIME, "the clock went back while the token was signed");
    }
  }

  private ArchivedTimeStamp archived(
      TimeStampRequest request, SerialNumber serial, VouchedInstant genTime, TimeStampToken token) {
    return new ArchivedTimeStamp(
        serial,
        settings.unit(),
        genTime.instant(),
        request.getMessageImprintAlgOID().getId(),
        Der.of(request.getMessageImprintDigest()),
        TimeStampTokenFactory.encode(token));
  }
}
