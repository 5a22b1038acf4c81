package org.opentws.keymanagement;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.error.ServiceUnavailable;

/** An audit log in memory. */
final class FakeAudit implements AuditLog {
  final List<AuditEvent> events = new ArrayList<>();
  boolean full;

  @Override
  public void record(AuditEvent event) {
    if (full) {
      throw refusal();
    }
    events.add(event);
  }

  @Override
  public void recordAndWait(AuditEvent event) {
    record(event);
  }

  @Override
  public void recordAsync(AuditEvent event, Consumer<@Nullable ServiceUnavailable> completion) {
    if (full) {
      completion.accept(refusal());
      return;
    }
    events.add(event);
    completion.accept(null);
  }

  private static ServiceUnavailable refusal() {
    return new ServiceUnavailable(ServiceUnavailable.Cause.AUDIT, "the fake log is full");
  }

  List<AuditEventType> types() {
    return events.stream().map(AuditEvent::type).toList();
  }
}
