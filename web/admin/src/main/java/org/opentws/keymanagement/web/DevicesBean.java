package org.opentws.keymanagement.web;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.opentws.access.CurrentCaller;
import org.opentws.access.store.Permission;
import org.opentws.hsm.DeviceFacts;
import org.opentws.hsm.TokenState;
import org.opentws.keymanagement.DeviceStatus;
import org.opentws.keymanagement.KeyInventoryService;
import org.opentws.keymanagement.activation.DeviceActivationService;
import org.opentws.keymanagement.activation.NodeDevices;
import org.opentws.keymanagement.activation.SharesGiven;
import org.opentws.keymanagement.approval.DeviceApproval;
import org.opentws.keymanagement.approval.Evaluation;
import org.opentws.portal.web.PageAction;
import org.opentws.portal.web.Said;
import org.opentws.portal.web.Words;

/** The devices that wait for persons, and what one person does about them (KM3.1, KM3.2). */
@Named("devices")
@RequestScoped
public class DevicesBean {
  private static final String SAME_PAGE = "/admin/keys.xhtml?faces-redirect=true";

  @EJB private KeyInventoryService inventory;
  @EJB private DeviceActivationService activation;
  @Inject private CurrentCaller caller;
  @Inject private PageAction page;
  @Inject private Words words;

  private String share = "";

  /** A device as it says it is, and how it stands. */
  public record Line(
      String token,
      String model,
      String serial,
      String firmware,
      String approval,
      String backupKey) {}

  private Line line(DeviceStatus device) {
    return new Line(
        device.token(),
        said(device, facts -> facts.manufacturer() + " " + facts.model()),
        said(device, DeviceFacts::serialNumber),
        said(device, DeviceFacts::firmwareVersion),
        device.approval().map(this::said).orElse(words.say("keys.unknown")),
        device
            .backupKey()
            .map(key -> "AES:%d, %s".formatted(key.bits(), key.checkValue()))
            .orElse(words.say("none")));
  }

  private String said(DeviceStatus device, Function<DeviceFacts, String> what) {
    return device.facts().map(what).orElseGet(() -> words.say("keys.unseen"));
  }

  private String said(DeviceApproval approval) {
    return words.say(
        "approval." + approval.standing().name(),
        approval.evaluation().map(Evaluation::words).orElse(words.say("none")));
  }

  /** Those that persons open and lock. */
  public List<DeviceStatus> getActivated() {
    return page.load(inventory::devices, List.<DeviceStatus>of()).stream()
        .filter(device -> device.pin().filter(pin -> pin != TokenState.OPENS_BY_ITSELF).isPresent())
        .toList();
  }

  /** Those of this node, with what they are and how they stand (KM1.2). */
  public List<Line> getAll() {
    return page.load(inventory::devices, List.<DeviceStatus>of()).stream().map(this::line).toList();
  }

  /** Nodes on which one of them still waits. */
  public List<NodeDevices> getWaiting() {
    return page.load(activation::nodes, List.<NodeDevices>of()).stream()
        .filter(node -> !node.locked().isEmpty())
        .toList();
  }

  public boolean isHolder() {
    return caller.get().may(Permission.DEVICE_ACTIVATE);
  }

  /** Gives the caller's own share. */
  public String give(String device) {
    page.perform(() -> said(activation.giveShare(device, share)));
    share = "";
    return SAME_PAGE;
  }

  private static Said said(SharesGiven given) {
    return Said.of("keys.taken", given.needed(), String.join(", ", given.givenBy()));
  }

  public String withdraw(String device) {
    page.perform(() -> activation.withdrawShare(device), "keys.takenBack");
    return SAME_PAGE;
  }

  public String lock(String device) {
    page.perform(() -> activation.lock(device), "keys.lockedNow");
    return SAME_PAGE;
  }

  /** Never shown again. */
  public String getShare() {
    return "";
  }

  public void setShare(@Nullable String share) {
    this.share = share == null ? "" : share;
  }
}
