package org.opentws.timestamping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.KeyUse;
import org.opentws.keymanagement.UsableKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.random.Randomness;
import org.opentws.time.SetTime;
import org.opentws.timestamping.store.ArchivedTimeStamp;

class TokenSigningTest {
  private static final TimeStampingUnit DEFINED =
      TimeStampingUnit.of(
          Map.of("unit", "tsu-1", "policy", "0.4.0.2023.1.1", "accuracyMillis", "1500"));

  private final List<ArchivedTimeStamp> stamped = new ArrayList<>();
  private final List<RuntimeException> failed = new ArrayList<>();
  private final TokenSigning signing = new TokenSigning();
  private final SetTime clock = new SetTime();

  /** A device that signs with a key in software, badly if wanted. */
  private final class Device implements KeyUse {
    private final TestUnit unit;
    private final Optional<Integer> wrong;
    private final Duration takes;
    private int calls;

    Device(TestUnit unit, Optional<Integer> wrong, Duration takes) {
      this.unit = unit;
      this.wrong = wrong;
      this.takes = takes;
    }

    @Override
    public UsableKey active(KeyPurpose purpose, String owner) {
      return unit.key;
    }

    @Override
    public Optional<UsableKey> find(KeyPurpose purpose, String owner) {
      return Optional.of(unit.key);
    }

    @Override
    public byte[] sign(UsableKey key, byte[] data) {
      return unit.sign(data);
    }

    @Override
    public List<byte[]> signAll(UsableKey key, List<byte[]> data) {
      calls++;
      clock.now = clock.now.plus(takes);
      List<byte[]> signatures = new ArrayList<>(data.stream().map(unit::sign).toList());
      wrong.ifPresent(at -> signatures.set(at, unit.sign(new byte[] {1})));
      return signatures;
    }

    @Override
    public ContentSigner contentSigner(UsableKey key) {
      throw new UnsupportedOperationException();
    }
  }

  @BeforeEach
  void wire() {
    clock.now = TestUnit.NOW;
    signing.time = clock;
    signing.randomness = new Randomness();
  }

  private void sign(KeyUse device, int orders) throws Exception {
    signing.keys = device;
    List<StampOrder> taken = new ArrayList<>();
    for (int i = 0; i < orders; i++) {
      taken.add(
          new StampOrder(
              DEFINED,
              new TimeStampRequestGenerator()
                  .generate(
                      NISTObjectIdentifiers.id_sha256, new byte[32], BigInteger.valueOf(i + 1L)),
              "anonymous",
              stamped::add,
              failed::add));
    }
    signing.sign(DEFINED, taken);
  }

  private void nothingLeaves(ServiceUnavailable.Cause missing, int orders) {
    assertTrue(stamped.isEmpty());
    assertEquals(orders, failed.size());
    failed.forEach(why -> assertEquals(missing, ((ServiceUnavailable) why).missing()));
  }

  @Test
  void severalRequestsAreOneCallToTheDevice() throws Exception {
    Device device =
        new Device(TestUnit.of("CN=Unit", "SHA256withECDSA"), Optional.empty(), Duration.ZERO);
    sign(device, 8);
    assertEquals(8, stamped.size());
    assertEquals(8, stamped.stream().map(ArchivedTimeStamp::serial).distinct().count());
    assertEquals(1, device.calls);
  }

  @Test
  void oneWrongRsaSignatureHoldsBackAllOfItsCall() throws Exception {
    sign(new Device(TestUnit.of("CN=Unit", "SHA256withRSA"), Optional.of(3), Duration.ZERO), 8);
    nothingLeaves(ServiceUnavailable.Cause.DEVICE, 8);
  }

  @Test
  void wrongSignatureOfASingleRequestNeverLeaves() throws Exception {
    sign(new Device(TestUnit.of("CN=Unit", "SHA256withECDSA"), Optional.of(0), Duration.ZERO), 1);
    nothingLeaves(ServiceUnavailable.Cause.DEVICE, 1);
  }

  @Test
  void clockThatGoesBackWhileTheDeviceSignsStopsAllOfTheCall() throws Exception {
    sign(
        new Device(
            TestUnit.of("CN=Unit", "SHA256withECDSA"), Optional.empty(), Duration.ofSeconds(-2)),
        2);
    nothingLeaves(ServiceUnavailable.Cause.TIME, 2);
  }
}
