package org.opentws.registration;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.error.ServiceUnavailable;

/** Remembers what was recorded. */
public class FakeAuditLog implements AuditLog {
  public final List<AuditEvent> events = new ArrayList<>();

  @Override
  public void record(AuditEvent event) {
    events.add(event);
  }

  @Override
  public void recordAndWait(AuditEvent event) {
    events.add(event);
  }

  @Override
  public void recordAsync(AuditEvent event, Consumer<@Nullable ServiceUnavailable> completion) {
    throw new AssertionError("registration waits for its records");
  }

  public List<AuditEventType> types() {
    return events.stream().map(AuditEvent::type).toList();
  }
}
