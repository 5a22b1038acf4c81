package org.opentws.revocationmanagement;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RunAs;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
import org.opentws.keymanagement.KeyRegister;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.node.NodeService;
import org.opentws.node.ThisNode;
import org.opentws.revocationmanagement.store.StatusChangeRequest;
import org.opentws.value.Der;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes status change requests from the queue. Nothing is delivered again by the broker: what is
 * refused is recorded and gone, what could not be done now is sent again by the relay.
 *
 * <p>An enterprise system seals its request itself, names itself in property {@code sender}, and
 * repeats the message until it is answered on its reply queue: that answer means durable.
 */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "destinationLookup",
          propertyValue = "java:/jms/queue/StatusChangeRequests"),
      @ActivationConfigProperty(
          propertyName = "destinationType",
          propertyValue = "jakarta.jms.Queue"),
      @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "4")
    })
@RunAs(RoleName.SYSTEM)
@PermitAll
@TransactionManagement(TransactionManagementType.BEAN)
public class StatusChangeRequestConsumer implements MessageListener {
  private static final Logger LOG = LoggerFactory.getLogger(StatusChangeRequestConsumer.class);
  private static final int MAX_MESSAGE_OCTETS = 65_536;

  @Inject MessageSeal messageSeal;
  @Inject StatusChangeInbox inbox;
  @Inject StatusChangeProcessing processing;
  @Inject StatusMessaging messaging;
  @Inject KeyRegister keyRegister;
  @Inject RevocationManagementConfiguration configuration;
  @Inject AuditLog auditLog;
  @Inject ThisNode node;

  @Override
  public void onMessage(Message message) {
    if (!node.runs(NodeService.REVOCATION_MANAGEMENT)) {
      // NET1.3: a sender that is not answered asks another node.
      return;
    }
    try {
      String sender = message.getStringProperty("sender");
      Der sealed = sealed(message);
      if (sender == null || sender.equals(StatusChangeMessage.SENDER)) {
        processing.process(open(StatusChangeMessage.SENDER, sealed));
      } else {
        receive(sender, sealed, message.getJMSReplyTo(), message.getJMSMessageID());
      }
    } catch (RequestRefused e) {
      refuse(e);
    } catch (ServiceUnavailable | JMSException e) {
      LOG.warn("A status change request waits for the relay: {}", e.getMessage());
    }
  }

  /** RM1.2, RM1.5: a registered system's own request. */
  void receive(String sender, Der sealed, @Nullable Destination replyTo, @Nullable String messageId)
      throws JMSException {
    if (!configuration.isEnterpriseSender(sender)) {
      throw new RequestRefused(Refusal.FORBIDDEN, "the sender is not registered");
    }
    StatusChangeRequest request = open(sender, sealed);
    if (keyRegister
        .current(KeyPurpose.MANAGEMENT_CERTIFICATE_SIGNING, request.issuer())
        .isPresent()) {
      throw new RequestRefused(Refusal.FORBIDDEN, "only for certificates of subjects");
    }
    StatusChangeRequest own =
        new StatusChangeRequest(
            StatusChangeMessage.id(sender + ":" + request.id()),
            request.issuer(),
            request.serial(),
            request.action(),
            request.reason(),
            request.invalidityDate(),
            sender,
            false);
    inbox.receive(own);
    if (replyTo != null) {
      messaging.reply(replyTo, String.valueOf(messageId), "RECEIVED " + request.id());
    }
    processing.process(own);
  }

  private StatusChangeRequest open(String sender, Der sealed) {
    OpenedMessage opened = messageSeal.open(sender, StatusChangeMessage.TYPE, sealed);
    return StatusChangeMessage.parse(sender, opened.content());
  }

  private void refuse(RequestRefused why) {
    try {
      auditLog.recordAndWait(
          new AuditEvent(
              AuditEventType.STATUS_MESSAGE_REFUSED,
              Outcome.REFUSED,
              "revocationmanagement",
              "queue:StatusChangeRequests",
              Map.of("refusal", why.refusal().name(), "detail", why.detail())));
    } catch (ServiceUnavailable e) {
      LOG.error("Refused a message ({}) without a record: {}", why.detail(), e.getMessage());
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
