package org.opentws.revocationstatus;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.error.ServiceUnavailable;

/** Keeps the records in memory, or fails. */
public final class TestAuditLog implements AuditLog {
  public final List<AuditEvent> events = new ArrayList<>();
  public Optional<ServiceUnavailable> failure = Optional.empty();

  /** The failure is thrown by the call itself, not given to the completion. */
  public boolean failsAtOnce;

  @Override
  public void record(AuditEvent event) {
    recordAndWait(event);
  }

  @Override
  public void recordAndWait(AuditEvent event) {
    failure.ifPresent(
        e -> {
          throw e;
        });
    events.add(event);
  }

  @Override
  public void recordAsync(AuditEvent event, Consumer<@Nullable ServiceUnavailable> completion) {
    if (failure.isPresent() && failsAtOnce) {
      throw failure.get();
    }
    if (failure.isEmpty()) {
      events.add(event);
    }
    completion.accept(failure.orElse(null));
  }

  public List<AuditEvent> of(AuditEventType type) {
    return events.stream().filter(event -> event.type() == type).toList();
  }
}
