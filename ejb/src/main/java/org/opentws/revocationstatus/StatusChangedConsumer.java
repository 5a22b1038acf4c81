package org.opentws.revocationstatus;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RunAs;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.util.Map;
import org.opentws.access.RoleName;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.externalmessage.MessageSeal;
import org.opentws.externalmessage.OpenedMessage;
import org.opentws.value.Der;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears message B (RM2.3): verifies its seal, its sender and its number, and makes the status
 * reader read the change log at once. A message that is not genuine, was heard before or
 * contradicts the log is refused with an alarm; it is never delivered again.
 */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "destinationLookup",
          propertyValue = "java:/jms/topic/StatusChanged"),
      @ActivationConfigProperty(
          propertyName = "destinationType",
          propertyValue = "jakarta.jms.Topic"),
      @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "1")
    })
@RunAs(RoleName.SYSTEM)
@PermitAll
@TransactionManagement(TransactionManagementType.BEAN)
public class StatusChangedConsumer implements MessageListener {
  private static final Logger LOG = LoggerFactory.getLogger(StatusChangedConsumer.class);
  private static final int MAX_MESSAGE_OCTETS = 65_536;

  @Inject MessageSeal messageSeal;
  @Inject KnownChanges knownChanges;
  @Inject StatusFeed statusFeed;
  @Inject StatusAlarms alarms;
  @Inject AuditLog auditLog;

  @Override
  public void onMessage(Message message) {
    try {
      hear(sealed(message));
    } catch (RequestRefused | StatusNotTrusted e) {
      refuse(String.valueOf(e.getMessage()));
    } catch (ServiceUnavailable | JMSException e) {
      // Nothing is lost: the feed reads the change log within a second.
      LOG.warn("Message B not heard: {}", e.getMessage());
    }
  }

  /** Steps of RS1.1, RS1.3 and RM2.3d. */
  void hear(Der sealed) {
    OpenedMessage opened = messageSeal.open(StatusChanged.SENDER, StatusChanged.TYPE, sealed);
    StatusChanged changed = StatusChanged.parse(opened.content());
    // From here on no answer is given without it: the log must have what was announced.
    knownChanges.announced(changed.sequence());
    statusFeed.readAgain();
    KnownChange known =
        knownChanges
            .of(changed.certificate())
            .orElseThrow(() -> contradiction(changed, "nothing is known of the certificate"));
    if (known.sequence() < changed.sequence()) {
      throw contradiction(changed, "the log has it for another certificate");
    }
    if (known.sequence() == changed.sequence() && known.state() != changed.state()) {
      throw contradiction(changed, "the log says " + known.state());
    }
    accepted(changed);
  }

  private static StatusNotTrusted contradiction(StatusChanged changed, String what) {
    return new StatusNotTrusted("message " + changed.sequence() + ": " + what);
  }

  private void accepted(StatusChanged changed) {
    auditLog.recordAndWait(
        new AuditEvent(
            AuditEventType.STATUS_MESSAGE_RECEIVED,
            Outcome.SUCCESS,
            "revocationstatus",
            "certificate:" + changed.issuer() + "/" + changed.serial(),
            Map.of(
                "sequence", Long.toString(changed.sequence()), "state", changed.state().name())));
  }

  /** RM2.3d: whoever sends what is not genuine, old or contradicts is no friend. */
  private void refuse(String reason) {
    alarms.raise(AlarmKind.MESSAGE_REFUSED, "topic:StatusChanged", reason);
    try {
      auditLog.recordAndWait(
          new AuditEvent(
              AuditEventType.STATUS_MESSAGE_REFUSED,
              Outcome.REFUSED,
              "revocationstatus",
              "topic:StatusChanged",
              Map.of("reason", reason)));
    } catch (ServiceUnavailable e) {
      LOG.error("A refused message B ({}) has no record: {}", reason, e.getMessage());
    }
  }

  private static Der sealed(Message message) throws JMSException {
    if (!(message instanceof BytesMessage bytes)
        || bytes.getBodyLength() <= 0
        || bytes.getBodyLength() > MAX_MESSAGE_OCTETS) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "not a sealed message");
    }
    byte[] octets = new byte[(int) bytes.getBodyLength()];
    bytes.readBytes(octets);
    return Der.of(octets);
  }
}
