package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.opentws.health.ReadinessCheck;

/**
 * Without its cryptographic devices a node signs nothing (KM1.1), nor with refused ones (KM1.2).
 */
@ApplicationScoped
public class DeviceReadiness implements ReadinessCheck {
  @Inject DeviceHealth health;

  @Override
  public String subject() {
    return "devices";
  }

  @Override
  public Optional<String> fault() {
    List<DeviceStatus> devices = health.devices();
    return fault("no answer from: ", devices, device -> isMissing(device, devices))
        .or(() -> fault("not approved: ", devices, DeviceReadiness::isRefused));
  }

  /** Neither it nor a replica in its place: without a replica alone a node serves as before. */
  private static boolean isMissing(DeviceStatus device, List<DeviceStatus> all) {
    String token = device.token();
    return !device.up()
        && !ReplicaBoard.isReplica(token)
        && all.stream()
            .filter(other -> CryptographicDevices.first(other.token()).equals(token))
            .noneMatch(other -> other.up() && !other.isRefused());
  }

  private static boolean isRefused(DeviceStatus device) {
    return device.isRefused() && !ReplicaBoard.isReplica(device.token());
  }

  private static Optional<String> fault(
      String words, List<DeviceStatus> devices, Predicate<DeviceStatus> bad) {
    String found =
        devices.stream().filter(bad).map(DeviceStatus::token).collect(Collectors.joining(", "));
    return found.isEmpty() ? Optional.empty() : Optional.of(words + found);
  }
}
