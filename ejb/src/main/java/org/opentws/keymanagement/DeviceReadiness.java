package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.stream.Collectors;
import org.opentws.health.ReadinessCheck;

/** Without its cryptographic devices a node signs nothing (KM1.1). */
@ApplicationScoped
public class DeviceReadiness implements ReadinessCheck {
  @Inject private DeviceHealth health;

  @Override
  public String subject() {
    return "devices";
  }

  @Override
  public Optional<String> fault() {
    String silent =
        health.devices().stream()
            .filter(device -> !device.up())
            .map(DeviceStatus::token)
            .collect(Collectors.joining(", "));
    return silent.isEmpty() ? Optional.empty() : Optional.of("no answer from: " + silent);
  }
}
