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
  @Inject private DeviceHealth health;

  @Override
  public String subject() {
    return "devices";
  }

  @Override
  public Optional<String> fault() {
    List<DeviceStatus> devices = health.devices();
    return fault("no answer from: ", devices, device -> !device.up())
        .or(() -> fault("not approved: ", devices, DeviceStatus::isRefused));
  }

  private static Optional<String> fault(
      String words, List<DeviceStatus> devices, Predicate<DeviceStatus> bad) {
    String found =
        devices.stream().filter(bad).map(DeviceStatus::token).collect(Collectors.joining(", "));
    return found.isEmpty() ? Optional.empty() : Optional.of(words + found);
  }
}
