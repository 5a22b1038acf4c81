package org.opentws.keymanagement.activation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.opentws.hsm.DeviceFacts;
import org.opentws.hsm.HsmConnection;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.hsm.TokenState;
import org.opentws.keymanagement.CryptographicDevices;
import org.opentws.keymanagement.store.ActivationRepository;
import org.opentws.keymanagement.store.DeviceActivation;
import org.opentws.node.NodeKind;
import org.opentws.node.ThisNode;

class ActivationStepsTest {
  private static final String DEVICE = CryptographicDevices.CA;
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

  /** What the watch read, and what stands there once it has the row for itself. */
  private static final class Wishes extends ActivationRepository {
    final DeviceActivation read;
    final DeviceActivation locked;

    Wishes(DeviceActivation read, DeviceActivation locked) {
      this.read = read;
      this.locked = locked;
    }

    @Override
    public List<DeviceActivation> activations() {
      return List.of(read);
    }

    @Override
    public Optional<DeviceActivation> lock(String device) {
      return Optional.of(locked);
    }
  }

  private static final class OneDevice implements CryptographicDevices {
    TokenState state;

    OneDevice(TokenState state) {
      this.state = state;
    }

    @Override
    public HsmConnection connect(String token) {
      throw new HsmUnavailable("nobody is to use it here");
    }

    @Override
    public Optional<String> replica(String token) {
      return Optional.empty();
    }

    @Override
    public Optional<TokenState> state(String token) {
      return Optional.of(state);
    }

    @Override
    public DeviceFacts facts(String token) {
      throw new HsmUnavailable("nobody is to ask it here");
    }

    @Override
    public void activate(String token, char[] pin) {
      state = TokenState.ACTIVATED;
    }

    @Override
    public void deactivate(String token) {
      state = TokenState.LOCKED;
    }
  }

  private static DeviceActivation wish(boolean activated) {
    DeviceActivation wish = new DeviceActivation(DEVICE, NOW, "security-officer-1");
    if (activated) {
      wish.activate(NOW, "security-officer-1");
    }
    return wish;
  }

  private static TokenState afterTheWatch(TokenState before, boolean read, boolean locked) {
    ActivationSteps steps = new ActivationSteps();
    steps.station = new Station();
    steps.station.thisNode = new ThisNode(NodeKind.ALL);
    OneDevice device = new OneDevice(before);
    steps.devices = device;
    steps.repository = new Wishes(wish(read), wish(locked));
    steps.follow();
    return device.state;
  }

  @Test
  void lockOfAnotherNodeIsFollowed() {
    assertEquals(TokenState.LOCKED, afterTheWatch(TokenState.ACTIVATED, false, false));
  }

  @Test
  void personsWhoActivateBetweenReadingAndLockingAreNotLockedOut() {
    assertEquals(TokenState.ACTIVATED, afterTheWatch(TokenState.ACTIVATED, false, true));
  }

  @Test
  void deviceThatOpensByItselfIsLeftAlone() {
    assertEquals(
        TokenState.OPENS_BY_ITSELF, afterTheWatch(TokenState.OPENS_BY_ITSELF, false, false));
  }

  @Test
  void activatedDeviceStaysSo() {
    assertEquals(TokenState.ACTIVATED, afterTheWatch(TokenState.ACTIVATED, true, true));
  }
}
