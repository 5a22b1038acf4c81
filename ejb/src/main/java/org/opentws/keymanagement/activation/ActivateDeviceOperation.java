package org.opentws.keymanagement.activation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.opentws.access.Caller;
import org.opentws.audit.AuditEventType;
import org.opentws.dualcontrol.OperationHandler;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.CryptographicDevices;
import org.opentws.keymanagement.KeyJournal;
import org.opentws.keymanagement.OperationParameters;
import org.opentws.keymanagement.TwoPersons;
import org.opentws.keymanagement.store.ActivationRepository;
import org.opentws.keymanagement.store.ActivationShare;
import org.opentws.keymanagement.store.DeviceActivation;
import org.opentws.time.TrustedTime;

/**
 * Opens a locked device on all nodes (KM3.2): two Security Officers agree, and both are among the
 * persons who gave their share of its PIN before.
 */
@ApplicationScoped
public class ActivateDeviceOperation implements OperationHandler {
  private static final String DEVICE = "device";

  @Inject ActivationRepository repository;
  @Inject CryptographicDevices devices;
  @Inject DeviceOpening opening;
  @Inject Station station;
  @Inject KeyJournal journal;
  @Inject TrustedTime time;

  @Override
  public String type() {
    return "ACTIVATE_DEVICE";
  }

  @Override
  public String describe(Map<String, String> parameters) {
    return "Open the device '%s' on all nodes: from then on its keys may sign."
            .formatted(lockable(parameters))
        + " Requester and approver give their shares of its PIN before, each for himself.";
  }

  @Override
  public Map<String, String> execute(
      Map<String, String> parameters, Caller requester, Caller approver) {
    String device = lockable(parameters);
    TwoPersons persons = TwoPersons.of(requester, approver);
    requireSharesOf(device, requester, approver);
    // Before the device opens: nobody who still reads the lock before it closes it again.
    DeviceActivation wish = wish(device);
    // A rollback after this line leaves this node open while others stay locked: two persons have
    // agreed to it, and the next activation or lock makes all alike.
    if (devices.isLocked(device)) {
      opening.open(device);
    }
    wish.activate(time.now(), persons.requester());
    journal.record(
        AuditEventType.DEVICE_ACTIVATED,
        "device:" + device,
        persons,
        Map.of(
            "node", station.node(),
            "requester", persons.requester(),
            "approver", persons.approver()));
    return Map.of(DEVICE, device, "state", "ACTIVATED");
  }

  private DeviceActivation wish(String device) {
    return repository
        .lock(device)
        .orElseGet(
            () -> {
              DeviceActivation fresh = new DeviceActivation(device, time.now(), "nobody");
              repository.add(fresh);
              return fresh;
            });
  }

  private void requireSharesOf(String device, Caller requester, Caller approver) {
    List<String> givers =
        opening.shares(device).stream()
            .map(ActivationShare::given)
            .map(ActivationShare.Given::person)
            .toList();
    for (Caller person : List.of(requester, approver)) {
      if (!givers.contains(person.person())) {
        throw new RequestRefused(
            Refusal.WRONG_STATE,
            "%s has given no share within the last %d minutes"
                .formatted(person.account(), DeviceOpening.SHARE_LIFE.toMinutes()));
      }
    }
  }

  private String lockable(Map<String, String> raw) {
    String device = new OperationParameters(raw, Set.of(DEVICE)).required(DEVICE);
    ActivatableDevices.require(devices, device);
    return device;
  }
}
