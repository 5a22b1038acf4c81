package org.opentws.conformance.incontainer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.opentws.access.Caller;
import org.opentws.access.RoleName;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.Outcome;
import org.opentws.audit.format.RecordContent;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.incontainer.inside.ShiftedTime;
import org.opentws.dualcontrol.DualControlService;
import org.opentws.dualcontrol.OperationView;
import org.opentws.dualcontrol.store.OperationState;
import org.opentws.error.Refusal;
import org.opentws.externalmessage.MessageSeal;
import org.opentws.keymanagement.KeyRegister;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.revocationmanagement.StatusChangeInbox;
import org.opentws.revocationmanagement.StatusChangeOrder;
import org.opentws.revocationmanagement.StatusChangeService;
import org.opentws.revocationmanagement.store.RequestOutcome;
import org.opentws.revocationmanagement.store.RequestState;
import org.opentws.revocationmanagement.store.StatusChangeAction;
import org.opentws.revocationmanagement.store.StatusChangeRequest;
import org.opentws.value.SerialNumber;

/**
 * Queue StatusChangeRequests: what is not sealed by the right service, now, for the first time,
 * changes nothing, is recorded, and is not delivered again.
 */
class StatusMessagesTest extends InContainer {
  private static final String SENDER = "revocationmanagement";
  private static final String TYPE = "status-change-request";
  private static final String ISSUER = "management";
  private static final int TOO_LARGE = 70_000;

  @Resource(lookup = "java:/jms/opentws")
  ConnectionFactory broker;

  @Resource(lookup = "java:/jms/queue/StatusChangeRequests")
  Queue requests;

  @Resource(lookup = "java:/jms/queue/DLQ")
  Queue deadLetters;

  @Inject DualControlService dualControl;
  @Inject KeyRegister keyRegister;
  @Inject MessageSeal seal;
  @Inject StatusChangeInbox inbox;
  @Inject StatusChangeService statusChanges;

  @Test
  @Requirement("RM1.2")
  void aSealedRequestHasItsEffectAndASecondDeliveryDoesNothing() throws Exception {
    needSealingKey(SENDER);
    Caller officer = login("security-officer-1");
    SerialNumber serial = serialOf("system-operator-2");

    assertEquals(RequestState.DONE, change(officer, serial, "suspend").state());
    assertEquals(1, listed(serial));
    assertEquals(RequestState.DONE, change(officer, serial, "reinstate").state());
    assertEquals(0, listed(serial));
  }

  private RequestOutcome change(Caller officer, SerialNumber serial, String action)
      throws Exception {
    StatusChangeOrder order =
        new StatusChangeOrder(
            fresh("key"),
            ISSUER,
            serial,
            action,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return Acting.as(officer, () -> statusChanges.request(order));
  }

  @Test
  @Requirement(
      value = {"RM1.2", "GE.1a"},
      kind = Requirement.Kind.NEGATIVE)
  void garbageChangesNothing() throws Exception {
    byte[] sealed = sealed(suspension("system-operator-1"));
    byte[] cut = Arrays.copyOf(sealed, sealed.length / 2);
    byte[] longer = Arrays.copyOf(sealed, sealed.length + 1);
    byte[] json = json(suspension("system-operator-1")).getBytes(StandardCharsets.UTF_8);
    for (byte[] body : List.of(new byte[1], cut, longer, json)) {
      assertRefused(Refusal.SEAL_BROKEN, context -> bytes(context, body));
    }
    assertRefused(Refusal.MALFORMED_REQUEST, context -> bytes(context, new byte[0]));
    assertRefused(Refusal.MALFORMED_REQUEST, context -> bytes(context, new byte[TOO_LARGE]));
    assertRefused(Refusal.MALFORMED_REQUEST, context -> context.createTextMessage("revoke all"));
    assertRefused(Refusal.MALFORMED_REQUEST, JMSContext::createMessage);
  }

  @Test
  @Requirement(
      value = {"RM1.2", "GE.1a", "CG1.1", "AA6.1"},
      kind = Requirement.Kind.NEGATIVE)
  void aBrokenSealChangesNothing() throws Exception {
    byte[] sealed = sealed(suspension("system-operator-1"));
    String text = new String(sealed, StandardCharsets.ISO_8859_1);
    for (int place :
        List.of(text.indexOf("suspend"), text.indexOf("sealedAt") + 12, sealed.length - 3)) {
      byte[] altered = sealed.clone();
      altered[place] ^= 1;
      assertRefused(Refusal.SEAL_BROKEN, context -> bytes(context, altered));
    }
    String alarms = "select count(*) from audit_alarm where kind = 'MESSAGE_REFUSED'";
    await("the alarm", () -> rows().count(alarms) > 0);
  }

  @Test
  @Requirement(value = "GE.1a", kind = Requirement.Kind.NEGATIVE)
  void anotherServicesSealOrAnotherTypeChangesNothing() throws Exception {
    needSealingKey("registration");
    StatusChangeRequest request = suspension("system-operator-1");
    byte[] foreign = seal.seal("registration", TYPE, json(request)).octets();
    byte[] otherType = seal.seal(SENDER, "status-changed", json(request)).octets();
    assertRefused(Refusal.SEAL_BROKEN, context -> bytes(context, foreign));
    assertRefused(Refusal.SEAL_BROKEN, context -> bytes(context, otherType));
    assertRefused(Refusal.FORBIDDEN, context -> named(bytes(context, foreign), "registration"));
    assertRefused(Refusal.FORBIDDEN, context -> named(bytes(context, foreign), "somebody"));
  }

  @Test
  @Requirement(value = "GE.1b", kind = Requirement.Kind.NEGATIVE)
  void aMessageOfAnotherTimeChangesNothing() throws Exception {
    StatusChangeRequest request = suspension("system-operator-1");
    byte[] early = ShiftedTime.at(Duration.ofMinutes(1), () -> sealed(request));
    assertRefused(Refusal.SEAL_BROKEN, context -> bytes(context, early));
    byte[] old = sealed(request);
    ShiftedTime.at(
        Duration.ofMinutes(16),
        () -> {
          assertRefused(Refusal.SEAL_BROKEN, context -> bytes(context, old));
          return true;
        });
  }

  @Test
  @Requirement(value = "GE.1c", kind = Requirement.Kind.NEGATIVE)
  void aReplayedMessageChangesNothing() throws Exception {
    needSealingKey(SENDER);
    Caller officer = login("security-officer-1");
    SerialNumber serial = serialOf("revocation-officer-1");
    StatusChangeRequest suspension = suspension("revocation-officer-1");
    byte[] sealed = sealed(suspension);
    Acting.inRoles(
        Set.of(RoleName.SYSTEM),
        () -> {
          inbox.receive(suspension);
          return true;
        });
    send(context -> bytes(context, sealed));
    await("the first delivery", () -> listed(serial) == 1);
    assertEquals(RequestState.DONE, change(officer, serial, "reinstate").state());

    assertRefused(Refusal.REPLAYED, context -> bytes(context, sealed));

    assertEquals(0, listed(serial));
  }

  @Test
  @Requirement(value = "RM1.2", kind = Requirement.Kind.NEGATIVE)
  void aGenuineSealOverARequestThatNobodyMadeChangesNothing() throws Exception {
    byte[] sealed = sealed(suspension("system-operator-1"));
    long changes = changes();
    long opened = opened();
    send(context -> bytes(context, sealed));
    await("its being opened", () -> opened() == opened + 1);
    // It was genuine, and so it is refused the second time: the first has come to its end.
    assertRefused(Refusal.REPLAYED, context -> bytes(context, sealed));
    assertEquals(changes, changes());
  }

  /** Nothing changes, one refusal is recorded, nothing is left on the queue or with the dead. */
  private void assertRefused(Refusal refusal, Function<JMSContext, Message> message)
      throws Exception {
    long changes = changes();
    int before = refusals().size();
    send(message);
    await("record of the refusal", () -> refusals().size() == before + 1);
    Map<String, String> found = refusals().get(before).details();
    assertEquals(refusal.name(), found.get("refusal"), found::toString);
    assertEquals(changes, changes());
    assertEquals(0, waiting(requests));
    assertEquals(0, waiting(deadLetters));
  }

  private StatusChangeRequest suspension(String account) throws Exception {
    return new StatusChangeRequest(
        fresh("request"),
        ISSUER,
        serialOf(account),
        StatusChangeAction.SUSPEND,
        Optional.empty(),
        Optional.empty(),
        "security-officer-1",
        false);
  }

  private static String json(StatusChangeRequest request) {
    return "{\"id\":\"%s\",\"issuer\":\"%s\",\"serial\":\"%s\",\"action\":\"suspend\"}"
        .formatted(request.id(), request.issuer(), request.serial());
  }

  private byte[] sealed(StatusChangeRequest request) throws Exception {
    needSealingKey(SENDER);
    return seal.seal(SENDER, TYPE, json(request)).octets();
  }

  private static SerialNumber serialOf(String account) throws CertificateException {
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(
                        new Officer(account).certificate().certificate().octets()));
    return new SerialNumber(certificate.getSerialNumber());
  }

  /** Made by two persons, as every key, the first time it is needed. */
  private void needSealingKey(String owner) throws Exception {
    if (keyRegister.current(KeyPurpose.MESSAGE_SEALING, owner).isPresent()) {
      return;
    }
    Map<String, String> key =
        Map.of(
            "purpose",
            KeyPurpose.MESSAGE_SEALING.name(),
            "owner",
            owner,
            "token",
            "infra",
            "algorithm",
            "EC:secp256r1");
    OperationView asked =
        Acting.as(login("security-officer-1"), () -> dualControl.request("GENERATE_KEY", key));
    OperationView done =
        Acting.as(
            login("security-officer-2"),
            () -> Officer.approve(dualControl, "security-officer-2", asked.id()));
    assertEquals(OperationState.EXECUTED, done.state(), done::toString);
  }

  private long opened() {
    return rows().count("select count(*) from opened_message where sender = ?", SENDER);
  }

  private long changes() {
    return rows().count("select count(*) from status_change");
  }

  private List<RecordContent> refusals() {
    return rows()
        .records(
            "queue:StatusChangeRequests", AuditEventType.STATUS_MESSAGE_REFUSED, Outcome.REFUSED);
  }

  private long listed(SerialNumber serial) {
    return rows()
        .count(
            "select count(*) from certificate_status where issuer = ? and state <> 'GOOD'"
                + " and serial = ?",
            ISSUER,
            serial.value().toByteArray());
  }

  private int waiting(Queue queue) throws JMSException {
    try (JMSContext context = broker.createContext()) {
      return Collections.list(context.createBrowser(queue).getEnumeration()).size();
    }
  }

  private void send(Function<JMSContext, Message> message) {
    try (JMSContext context = broker.createContext()) {
      context.createProducer().send(requests, message.apply(context));
    }
  }

  private static Message bytes(JMSContext context, byte[] body) {
    try {
      BytesMessage message = context.createBytesMessage();
      message.writeBytes(body);
      return message;
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Message named(Message message, String sender) {
    try {
      message.setStringProperty("sender", sender);
      return message;
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }
}
