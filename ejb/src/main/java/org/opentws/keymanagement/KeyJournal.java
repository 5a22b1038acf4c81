package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.TreeMap;
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
    Map<String, String> details = new TreeMap<>();
    details.put("purpose", key.purpose().name());
    details.put("owner", key.owner());
    details.put("device", key.token());
    details.put("label", key.label());
    details.put("algorithm", key.algorithm());
    details.put("spkiSha256", key.spkiSha256());
    details.put("state", key.state().name());
    details.put("requester", persons.requester());
    details.put("approver", persons.approver());
    key.certificate()
        .map(bound -> KeyCertificateReader.serial(bound.certificate()))
        .ifPresent(serial -> details.put("serial", serial));
    record(type, "key:" + key.keyId(), persons, details);
  }

  public void record(
      AuditEventType type, String object, TwoPersons persons, Map<String, String> details) {
    audit.record(new AuditEvent(type, Outcome.SUCCESS, persons.requester(), object, details));
  }
}
