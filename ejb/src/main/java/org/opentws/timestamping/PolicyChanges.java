package org.opentws.timestamping;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.time.TrustedTime;
import org.opentws.timestamping.store.ClientVersion;
import org.opentws.timestamping.store.TimeStampPolicyRepository;
import org.opentws.timestamping.store.UnitVersion;

/** Stores what two persons agreed to, with its record, in their operation's transaction. */
@ApplicationScoped
class PolicyChanges {
  @Inject TimeStampPolicyRepository repository;
  @Inject AuditLog audit;
  @Inject TrustedTime time;

  Instant now() {
    return time.now();
  }

  Optional<ClientVersion> client(String name) {
    return repository.clients().stream()
        .filter(version -> version.client().equals(name))
        .findFirst();
  }

  void store(UnitVersion version) {
    repository.add(version);
    Map<String, String> details = new TreeMap<>();
    details.put("version", Integer.toString(version.version()));
    details.put("definition", version.definition());
    details.put("state", version.offered() ? "offered" : "withdrawn");
    record(
        AuditEventType.TIME_STAMP_UNIT_CHANGED,
        "time-stamping-unit:" + version.unit(),
        version.requester(),
        version.approver(),
        details);
  }

  void store(ClientVersion version) {
    repository.add(version);
    Map<String, String> details = new TreeMap<>();
    details.put("version", Integer.toString(version.version()));
    details.put("units", version.units());
    details.put("tokensPerDay", Long.toString(version.perDay()));
    details.put("state", version.admitted() ? "admitted" : "barred");
    record(
        AuditEventType.TIME_STAMP_CLIENT_CHANGED,
        "time-stamp-client:" + version.client(),
        version.requester(),
        version.approver(),
        details);
  }

  private void record(
      AuditEventType type,
      String object,
      String requester,
      String approver,
      Map<String, String> details) {
    details.put("approver", approver);
    audit.record(new AuditEvent(type, Outcome.SUCCESS, requester, object, details));
  }
}
