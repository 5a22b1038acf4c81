package org.opentws.portal.web;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.opentws.health.HealthService;
import org.opentws.health.Readiness;
import org.opentws.keymanagement.DeviceHealth;
import org.opentws.keymanagement.DeviceStatus;
import org.opentws.keymanagement.KeyRegister;
import org.opentws.keymanagement.RegisteredKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.time.ClockReading;
import org.opentws.time.TrustedTime;

/** Whether this node serves, and what its services stand on (SO2.2). */
@Named("health")
@RequestScoped
public class HealthBean {
  @EJB private HealthService healthService;
  @Inject private DeviceHealth deviceHealth;
  @Inject private KeyRegister register;
  @Inject private TrustedTime time;
  @Inject private PageAction page;

  private @Nullable Readiness readiness;

  /**
   * Whether a service has the key that it needs.
   *
   * @param state "ACTIVE" while it may sign, else why not
   * @param until when the key stops signing by its certificate
   */
  public record Service(KeyPurpose purpose, String owner, String state, Optional<Instant> until) {}

  private Readiness now() {
    Readiness found = readiness;
    if (found == null) {
      found = healthService.readiness();
      readiness = found;
    }
    return found;
  }

  public boolean isReady() {
    return now().ready();
  }

  public List<Map.Entry<String, String>> getChecks() {
    return List.copyOf(new TreeMap<>(now().checks()).entrySet());
  }

  /** The checks that found a fault. */
  public List<Map.Entry<String, String>> getFaults() {
    return getChecks().stream().filter(check -> !check.getValue().equals("ok")).toList();
  }

  public List<DeviceStatus> getDevices() {
    return deviceHealth.devices();
  }

  public ClockReading getClock() {
    return time.reading();
  }

  /** Each purpose and owner that ever had a key, and each purpose that needs one and has none. */
  public List<Service> getServices() {
    return page.load(this::services, List.of());
  }

  private List<Service> services() {
    Map<String, Service> services = new LinkedHashMap<>();
    for (KeyPurpose purpose : KeyPurpose.values()) {
      List<RegisteredKey> keys = register.ofPurpose(purpose);
      keys.forEach(
          key -> services.putIfAbsent(purpose + key.owner(), service(purpose, key.owner())));
      // A database on the same machine needs no key: nothing is missing without one.
      if (keys.isEmpty() && purpose != KeyPurpose.DATABASE_CLIENT) {
        services.put(purpose.name(), new Service(purpose, "", "NO_KEY", Optional.empty()));
      }
    }
    return new ArrayList<>(services.values());
  }

  private Service service(KeyPurpose purpose, String owner) {
    Optional<RegisteredKey> current = register.current(purpose, owner);
    Optional<Instant> until = current.flatMap(RegisteredKey::usableUntil);
    return new Service(purpose, owner, state(current, until), until);
  }

  private String state(Optional<RegisteredKey> key, Optional<Instant> until) {
    if (key.isEmpty()) {
      return "NO_ACTIVE_KEY";
    }
    boolean over = until.map(end -> !end.isAfter(time.now())).orElse(false);
    return key.get().state() == KeyState.ACTIVE && over ? "EXPIRED" : key.get().state().name();
  }

  /** Purposes that cannot be served now. */
  public long getUnserved() {
    return getServices().stream()
        .filter(s -> Arrays.asList("NO_KEY", "NO_ACTIVE_KEY", "EXPIRED").contains(s.state()))
        .count();
  }
}
