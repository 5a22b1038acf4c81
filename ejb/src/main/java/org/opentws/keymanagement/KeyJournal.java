package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.keymanagement.store.SigningKey;

/** Writes what happens to keys into the audit log, with both persons, in their transaction. */
@ApplicationScoped
public class KeyJournal {
  @Inject AuditLog audit;

  public void record(AuditEventType type, SigningKey key, TwoPersons persons) {
    record(
        type,
        "key:" + key.keyId(),
        persons,
        Map.of(
            "purpose", key.purpose().name(),
            "owner", key.owner(),
            "device", key.token(),
            "label", key.label(),
            "algorithm", key.algorithm(),
            "spkiSha256", key.spkiSha256(),
            "requester", persons.requester(),
            "approver", persons.approver()));
  }

  public void record(
      AuditEventType type, String object, TwoPersons persons, Map<String, String> details) {
    audit.record(new AuditEvent(type, Outcome.SUCCESS, persons.requester(), object, details));
  }
}
