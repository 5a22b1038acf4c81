package org.opentws.keymanagement.approval;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.hsm.DeviceFacts;
import org.opentws.keymanagement.approval.DeviceApproval.Standing;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.time.TrustedTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges devices by the list of approved ones. The list is read anew all the time; one that cannot
 * be read leaves the former in force, and at the start none is approved.
 */
@ApplicationScoped
public class DeviceApprovals {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceApprovals.class);
  private static final int OCTETS_MAX = 65_536;
  private static final Comparator<ApprovedDevice> LONGEST =
      Comparator.comparing(device -> device.evaluation().expires());

  @Inject AuditLog audit;
  @Inject TrustedTime time;

  private ApprovalSettings settings =
      new ApprovalSettings(OperatingMode.PRODUCTION, Optional.empty());
  private volatile List<ApprovedDevice> approved = List.of();
  private String known = "";

  @PostConstruct
  void configure() {
    configure(ApprovalSettings.from(ConfigProvider.getConfig()));
  }

  void configure(ApprovalSettings given) {
    settings = given;
    if (given.mode() == OperatingMode.TEST) {
      LOG.warn("TEST MODE: any device may hold keys, nothing signed here may be relied on");
    } else if (given.list().isPresent()) {
      try {
        // In force from the first use of a key on; recorded as soon as records can be written.
        approved = ApprovedDeviceList.parse(octets(given.list().get()));
      } catch (IOException | IllegalArgumentException e) {
        LOG.error("The list of approved devices cannot be read: {}", e.toString());
      }
    }
  }

  public OperatingMode mode() {
    return settings.mode();
  }

  /**
   * Reads the list; a change is recorded before it counts.
   *
   * @throws org.opentws.error.ServiceUnavailable AUDIT: the former list stays in force
   */
  public synchronized void readList() {
    if (settings.list().isEmpty() || settings.mode() == OperatingMode.TEST) {
      return;
    }
    Path file = settings.list().get();
    try {
      String text = new String(octets(file), StandardCharsets.UTF_8);
      if (!text.equals(known)) {
        List<ApprovedDevice> read = ApprovedDeviceList.parse(text.getBytes(StandardCharsets.UTF_8));
        changed(Outcome.SUCCESS, text);
        approved = read;
        known = text;
      }
    } catch (IOException e) {
      unreadable("the list of approved devices cannot be read: " + file);
    } catch (IllegalArgumentException e) {
      unreadable(String.valueOf(e.getMessage()));
    }
  }

  private static byte[] octets(Path file) throws IOException {
    if (Files.size(file) > OCTETS_MAX) {
      throw new IllegalArgumentException("the list of approved devices is larger than 64 KiB");
    }
    return Files.readAllBytes(file);
  }

  private void unreadable(String why) {
    if (!why.equals(known)) {
      LOG.error("{}", why);
      changed(Outcome.FAILURE, why);
      known = why;
    }
  }

  private void changed(Outcome outcome, String after) {
    audit.recordAndWait(
        new AuditEvent(
            AuditEventType.CONFIGURATION_CHANGED,
            outcome,
            "keymanagement",
            "device-register",
            Map.of("name", ApprovalSettings.LIST, "valueBefore", known, "valueAfter", after)));
  }

  /** How the device that says this of itself stands. */
  public DeviceApproval of(DeviceFacts facts) {
    if (settings.mode() == OperatingMode.TEST) {
      return new DeviceApproval(Standing.TEST_MODE, Optional.empty(), Set.of());
    }
    List<ApprovedDevice> lines = about(facts);
    Set<KeyPurpose> purposes = EnumSet.noneOf(KeyPurpose.class);
    lines.forEach(line -> purposes.addAll(line.purposes()));
    Optional<Evaluation> evaluation = lines.stream().max(LONGEST).map(ApprovedDevice::evaluation);
    return new DeviceApproval(standing(evaluation), evaluation, purposes);
  }

  private Standing standing(Optional<Evaluation> evaluation) {
    if (evaluation.isEmpty()) {
      return Standing.NOT_APPROVED;
    }
    return evaluation.get().isOverBy(time.now()) ? Standing.LAPSED : Standing.APPROVED;
  }

  /** A software device has no evaluation, whatever the list says. */
  private List<ApprovedDevice> about(DeviceFacts facts) {
    return facts.testDevice()
        ? List.of()
        : approved.stream().filter(line -> line.isAbout(facts)).toList();
  }

  private Optional<Evaluation> evaluation(KeyPurpose purpose, DeviceFacts facts) {
    return about(facts).stream()
        .filter(line -> line.purposes().contains(purpose))
        .max(LONGEST)
        .map(ApprovedDevice::evaluation);
  }

  /** Why no key of this purpose is made there or taken into use; empty if it may be (KM1.2). */
  public Optional<String> objectionToNew(KeyPurpose purpose, DeviceFacts facts) {
    Optional<String> objection = objectionToUse(purpose, facts);
    if (objection.isPresent() || settings.mode() == OperatingMode.TEST) {
      return objection;
    }
    return evaluation(purpose, facts)
        .filter(evaluation -> evaluation.isOverBy(time.now()))
        .map(evaluation -> "its certificate of evaluation is over (" + evaluation.words() + ")");
  }

  /** Why a key of this purpose there signs nothing; empty if it may (KM6.2, TS4.1). */
  public Optional<String> objectionToUse(KeyPurpose purpose, DeviceFacts facts) {
    if (settings.mode() == OperatingMode.TEST || evaluation(purpose, facts).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        facts.testDevice()
            ? "it is a software device for tests"
            : "it is not on the list of approved devices for " + purpose);
  }
}
