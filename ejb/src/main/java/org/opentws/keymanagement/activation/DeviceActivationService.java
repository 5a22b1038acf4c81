package org.opentws.keymanagement.activation;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.opentws.access.Caller;
import org.opentws.access.CurrentCaller;
import org.opentws.access.store.PermissionName;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.CryptographicDevices;
import org.opentws.keymanagement.store.ActivationRepository;
import org.opentws.keymanagement.store.ActivationShare;
import org.opentws.keymanagement.store.ActivationStation;
import org.opentws.keymanagement.store.DeviceActivation;
import org.opentws.secretsharing.SecretShare;
import org.opentws.time.TrustedTime;

/** What Security Officers do with locked devices, each alone: give a share, or lock at once. */
@Stateless
@RolesAllowed(PermissionName.DEVICE_ACTIVATE)
public class DeviceActivationService {
  @Inject ActivationRepository repository;
  @Inject CryptographicDevices devices;
  @Inject DeviceOpening opening;
  @Inject Station station;
  @Inject CurrentCaller currentCaller;
  @Inject AuditLog audit;
  @Inject TrustedTime time;
  @Inject Event<DeviceLocked> locked;

  /**
   * Takes the caller's share for all nodes that live now; it is kept, sealed for them, until it is
   * used or ten minutes old. Opens nothing: that is the operation ACTIVATE_DEVICE.
   *
   * @throws RequestRefused NOT_FOUND, WRONG_STATE, MALFORMED_REQUEST, SAME_PERSON
   */
  @RolesAllowed(PermissionName.DEVICE_ACTIVATE)
  public SharesGiven giveShare(String device, String text) {
    ActivatableDevices.require(devices, device);
    Caller caller = currentCaller.get();
    SecretShare share = SecretShare.parse(text);
    try {
      requireFitting(device, share, caller);
      repository.removeOf(device, caller.person());
      repository.flush();
      ActivationShare.Given given =
          new ActivationShare.Given(
              device,
              caller.person(),
              caller.account(),
              share.set(),
              share.number(),
              time.now().truncatedTo(ChronoUnit.MILLIS));
      sealForAll(given, share);
      repository.flush();
      record(AuditEventType.DEVICE_SHARE_GIVEN, device, caller, facts(share));
      return new SharesGiven(device, share.needed(), accounts(device));
    } finally {
      share.wipe();
    }
  }

  /** The share belongs to those that others gave, and nobody gave the same one. */
  private void requireFitting(String device, SecretShare share, Caller caller) {
    for (ActivationShare row : opening.shares(device)) {
      ActivationShare.Given other = row.given();
      if (other.person().equals(caller.person())) {
        continue; // The own earlier one is replaced.
      }
      if (other.shareSet().equals(share.set()) && other.shareNumber() == share.number()) {
        throw new RequestRefused(
            Refusal.SAME_PERSON, "another person has given this very share (KM3.2)");
      }
      if (!other.shareSet().equals(share.set())) {
        throw new RequestRefused(
            Refusal.MALFORMED_REQUEST,
            "this share does not belong to the one that %s gave".formatted(other.account()));
      }
    }
  }

  private void sealForAll(ActivationShare.Given given, SecretShare share) {
    station.announce();
    repository.flush();
    byte[] line = share.text().getBytes(StandardCharsets.US_ASCII);
    try {
      for (ActivationStation each : station.alive()) {
        repository.add(station.sealed(each, given, line));
      }
    } finally {
      Arrays.fill(line, (byte) 0);
    }
  }

  private static Map<String, String> facts(SecretShare share) {
    return Map.of(
        "set", share.set(),
        "number", String.valueOf(share.number()),
        "needed", String.valueOf(share.needed()));
  }

  private List<String> accounts(String device) {
    return opening.shares(device).stream().map(row -> row.given().account()).sorted().toList();
  }

  /** Takes the caller's own share back. */
  @RolesAllowed(PermissionName.DEVICE_ACTIVATE)
  public void withdrawShare(String device) {
    ActivatableDevices.require(devices, device);
    Caller caller = currentCaller.get();
    repository.removeOf(device, caller.person());
    record(AuditEventType.DEVICE_SHARE_WITHDRAWN, device, caller, Map.of());
  }

  /**
   * Locks a device on all nodes: one person alone may make the system safer (KM3.2). This node
   * follows at once, the others within a second.
   *
   * @throws RequestRefused NOT_FOUND, WRONG_STATE for a device that opens by itself
   */
  @RolesAllowed(PermissionName.DEVICE_ACTIVATE)
  public void lock(String device) {
    ActivatableDevices.require(devices, device);
    Caller caller = currentCaller.get();
    DeviceActivation wish =
        repository
            .lock(device)
            .orElseThrow(
                () -> new RequestRefused(Refusal.WRONG_STATE, "the device is locked already"));
    wish.lock(time.now(), caller.account());
    repository.removeAll(device);
    record(AuditEventType.DEVICE_LOCKED, device, caller, Map.of());
    locked.fire(new DeviceLocked(device));
  }

  /** What each node says of its devices, for those who have to activate them. */
  @RolesAllowed(PermissionName.KEY_READ)
  public List<NodeDevices> nodes() {
    return station.alive().stream()
        .map(row -> new NodeDevices(row.node(), row.lockedDevices(), row.seenAt()))
        .toList();
  }

  private void record(
      AuditEventType type, String device, Caller caller, Map<String, String> facts) {
    Map<String, String> details = new LinkedHashMap<>(facts);
    details.put("node", station.node());
    audit.record(
        new AuditEvent(type, Outcome.SUCCESS, caller.account(), "device:" + device, details));
  }
}
