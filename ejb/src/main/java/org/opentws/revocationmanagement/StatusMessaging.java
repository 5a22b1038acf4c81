package org.opentws.revocationmanagement;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import java.util.Map;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.error.ServiceUnavailable;
import org.opentws.externalmessage.MessageSeal;
import org.opentws.revocationmanagement.store.StatusChangeRequest;
import org.opentws.revocationstatus.StatusChanged;
import org.opentws.value.Der;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is durable already, so a failure is only noted: requests are sent again by the relay,
 * changes are read from the change log by every status node.
 */
@ApplicationScoped
public class StatusMessaging {
  private static final Logger LOG = LoggerFactory.getLogger(StatusMessaging.class);

  @Resource(lookup = "java:/jms/opentws")
  ConnectionFactory connectionFactory;

  @Resource(lookup = "java:/jms/queue/StatusChangeRequests")
  Queue statusChangeRequests;

  @Resource(lookup = "java:/jms/topic/StatusChanged")
  Topic statusChanged;

  @Inject MessageSeal messageSeal;
  @Inject AuditLog auditLog;

  /** Puts a received request on the queue, sealed. */
  void send(StatusChangeRequest request) {
    try {
      Der sealed =
          messageSeal.seal(
              StatusChangeMessage.SENDER,
              StatusChangeMessage.TYPE,
              StatusChangeMessage.toJson(request));
      put(statusChangeRequests, sealed);
    } catch (ServiceUnavailable | JMSRuntimeException e) {
      LOG.warn("Request {} is not on the queue yet: {}", request.id(), e.getMessage());
    }
  }

  /** Message B (figure 1), after the commit of message A. */
  void announce(StatusChanged changed) {
    try {
      put(
          statusChanged,
          messageSeal.seal(StatusChanged.SENDER, StatusChanged.TYPE, changed.toJson()));
      auditLog.recordAndWait(
          new AuditEvent(
              AuditEventType.STATUS_MESSAGE_SENT,
              Outcome.SUCCESS,
              "revocationmanagement",
              "certificate:" + changed.issuer() + "/" + changed.serial(),
              Map.of("sequence", Long.toString(changed.sequence()))));
    } catch (ServiceUnavailable | JMSRuntimeException e) {
      LOG.warn("Message B {} is not sent: {}", changed.sequence(), e.getMessage());
    }
  }

  /** Tells an enterprise system that its request is durable. */
  void reply(Destination to, String correlation, String text) {
    try (JMSContext context = connectionFactory.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
      context.createProducer().setJMSCorrelationID(correlation).send(to, text);
    } catch (JMSRuntimeException e) {
      LOG.warn("Reply to {} failed; its sender asks again: {}", correlation, e.getMessage());
    }
  }

  private void put(Destination destination, Der sealed) {
    try (JMSContext context = connectionFactory.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
      context.createProducer().send(destination, sealed.octets());
    }
  }
}
