package org.opentws.portal.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.opentws.access.Caller;
import org.opentws.access.CurrentCaller;
import org.opentws.access.store.Role;
import org.opentws.keymanagement.DeviceHealth;
import org.opentws.time.ClockReading;
import org.opentws.time.TrustedTime;

/** What every page shows: who is logged in, where one may go, what must be warned of. */
@Named("portal")
@RequestScoped
public class PortalBean {
  @Inject private CurrentCaller caller;
  @Inject private DeviceHealth devices;
  @Inject private TrustedTime time;
  @Inject private HttpServletRequest request;

  /** One entry of the navigation. */
  public record Entry(String page, String title, boolean current) {
    public String getPage() {
      return page;
    }

    public String getTitle() {
      return title;
    }

    public boolean isCurrent() {
      return current;
    }
  }

  public boolean isLoggedIn() {
    return !who().isAnonymous();
  }

  public String getAccount() {
    return who().account();
  }

  /** For people: "Registration officer, System operator". */
  public String getRoles() {
    return who().roles().stream().sorted().map(PortalBean::words).collect(Collectors.joining(", "));
  }

  private static String words(Role role) {
    String words = role.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  public List<Entry> getEntries() {
    String path = request.getRequestURI();
    return PortalPage.of(who()).stream()
        .map(page -> new Entry(page.file(), page.title(), path.endsWith("/" + page.file())))
        .toList();
  }

  /** KM1.2: a test device is called one wherever the system shows itself. */
  public boolean isTestDevices() {
    return devices.devices().stream()
        .anyMatch(device -> device.facts().map(facts -> facts.testDevice()).orElse(false));
  }

  public String getClock() {
    ClockReading reading = time.reading();
    return switch (reading.state()) {
      case INSYNC -> "synchronised, at most %d ms off".formatted(reading.errorBound().toMillis());
      case OUT_OF_SYNC -> "out of tolerance";
      case UNKNOWN -> "not yet measured";
    };
  }

  private Caller who() {
    return caller.get();
  }
}
