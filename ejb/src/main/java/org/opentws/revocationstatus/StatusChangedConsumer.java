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
 * Hears message B (RM2.3): verifies its seal, its sender, its number. A message that does not fit
 * is refused and recorded, and the change log is read instead; it is never delivered again.
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
    KnownChanges.Fit fit = knownChanges.hear(changed.row());
    if (fit == KnownChanges.Fit.GAP) {
      // Changes of other nodes come by the change log: read it, then this one must be in it.
      statusFeed.readAgain();
      fit = knownChanges.hear(changed.row());
    }
    switch (fit) {
      case NEXT, KNOWN -> accepted(changed);
      case GAP, CONTRADICTION ->
          throw new StatusNotTrusted("message " + changed.sequence() + " is a " + fit);
    }
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

  private void refuse(String reason) {
    try {
      auditLog.recordAndWait(
          new AuditEvent(
              AuditEventType.STATUS_MESSAGE_REFUSED,
              Outcome.REFUSED,
              "revocationstatus",
              "topic:StatusChanged",
              Map.of("reason", reason)));
      statusFeed.readAgain();
    } catch (ServiceUnavailable | StatusNotTrusted e) {
      LOG.error("A refused message B ({}) could not be followed up: {}", reason, e.getMessage());
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
