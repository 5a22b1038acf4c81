package org.opentws.portal.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.opentws.access.Caller;
import org.opentws.access.CurrentCaller;
import org.opentws.access.store.Permission;
import org.opentws.keymanagement.DeviceHealth;
import org.opentws.keymanagement.DeviceStatus;
import org.opentws.keymanagement.approval.OperatingMode;
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
  @Inject private Words words;

  /**
   * One entry of the navigation.
   *
   * @param current whether the page that is shown belongs to it
   */
  public record Entry(String page, String title, boolean current) {}

  /**
   * One sentence about what was done or is wrong.
   *
   * @param tone "info", "warn" or "error"
   * @param field id of the field in the page; empty if it concerns none
   */
  public record Note(String tone, String text, String service, String field) {}

  public boolean isLoggedIn() {
    return !who().isAnonymous();
  }

  public String getAccount() {
    return who().account();
  }

  /** For people: "Registration officer, System operator". */
  public String getRoles() {
    return who().roles().stream().sorted().map(words::label).collect(Collectors.joining(", "));
  }

  /** Whether the caller has the permission of this name, for example "audit.read". */
  public boolean may(String permission) {
    return Permission.named(permission).filter(who()::may).isPresent();
  }

  public List<Entry> getEntries() {
    Optional<PortalPage> here = PortalPage.at(request.getRequestURI());
    return PortalPage.of(who()).stream()
        .map(
            page ->
                new Entry(
                    page.file(), words.say(page.title()), here.filter(page::equals).isPresent()))
        .toList();
  }

  /** Whether the caller may open the page of this name. */
  public boolean mayOpen(String page) {
    return PortalPage.valueOf(page).isOpenTo(who());
  }

  /** What there is to say, in the order in which it arose. */
  public List<Note> getNotes() {
    FacesContext faces = FacesContext.getCurrentInstance();
    List<Note> notes = new ArrayList<>();
    Iterator<@Nullable String> ids = faces.getClientIdsWithMessages();
    while (ids.hasNext()) {
      @Nullable String id = ids.next();
      for (FacesMessage message : faces.getMessageList(id)) {
        notes.add(
            new Note(tone(message), message.getSummary(), service(message), id == null ? "" : id));
      }
    }
    return notes;
  }

  /** Faces repeats the summary where there is no detail. */
  private static String service(FacesMessage message) {
    String detail = message.getDetail();
    return detail.equals(message.getSummary()) ? "" : detail;
  }

  private static String tone(FacesMessage message) {
    if (message.getSeverity().equals(FacesMessage.SEVERITY_INFO)) {
      return "info";
    }
    return message.getSeverity().equals(FacesMessage.SEVERITY_WARN) ? "warn" : "error";
  }

  /** KM1.2: test mode is called so wherever the system shows itself. */
  public boolean isTestMode() {
    return devices.mode() == OperatingMode.TEST;
  }

  /** Names of devices that may hold no new key; none in test mode. */
  public String getRefusedDevices() {
    return devices.devices().stream()
        .filter(device -> device.isRefused() || device.isLapsed())
        .map(DeviceStatus::token)
        .collect(Collectors.joining(", "));
  }

  public String getClock() {
    ClockReading reading = time.reading();
    // A bound is rounded up, or it would be none.
    long boundMs = reading.errorBound().plusMillis(1).minusNanos(1).toMillis();
    return words.say("clock." + reading.state().name(), boundMs);
  }

  private Caller who() {
    return caller.get();
  }
}
