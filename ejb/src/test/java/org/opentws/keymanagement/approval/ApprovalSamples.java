package org.opentws.keymanagement.approval;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.opentws.audit.AuditLog;
import org.opentws.time.TrustedTime;

/** Lists of approved devices and those who judge by them. */
public final class ApprovalSamples {
  private ApprovalSamples() {}

  /** A line about every device of that maker and model, for these purposes. */
  public static String line(String maker, String model, String expires, String... purposes) {
    return """
        {"manufacturer": "%s", "model": "%s", "firmware": "3[.][0-9]+", "serial": "any",
         "scheme": "EUCC", "certificate": "EUCC-1", "expires": "%s", "purposes": ["%s"]}
        """
        .formatted(maker, model, expires, String.join("\", \"", purposes));
  }

  public static DeviceApprovals testMode() {
    DeviceApprovals approvals = new DeviceApprovals();
    approvals.configure(new ApprovalSettings(OperatingMode.TEST, Optional.empty()));
    return approvals;
  }

  public static DeviceApprovals production(AuditLog audit, TrustedTime time, Path list) {
    DeviceApprovals approvals = new DeviceApprovals();
    approvals.audit = audit;
    approvals.time = time;
    approvals.configure(new ApprovalSettings(OperatingMode.PRODUCTION, Optional.of(list)));
    return approvals;
  }

  public static Path write(Path file, String... lines) {
    try {
      return Files.writeString(file, "[" + String.join(", ", lines) + "]");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
