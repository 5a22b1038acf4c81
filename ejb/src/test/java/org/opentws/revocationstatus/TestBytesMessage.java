package org.opentws.revocationstatus;

import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.Message;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.opentws.value.Der;

/** JMS messages as a consumer gets them. */
public final class TestBytesMessage {
  private TestBytesMessage() {}

  /** A message with octets, a property "sender" and a reply destination, each only if given. */
  public static Message of(Der body, Optional<String> sender, Optional<Destination> replyTo) {
    Map<String, Object> answers = new HashMap<>();
    answers.put("getBodyLength", (long) body.length());
    sender.ifPresent(name -> answers.put("getStringProperty", name));
    replyTo.ifPresent(destination -> answers.put("getJMSReplyTo", destination));
    answers.put("getJMSMessageID", "ID:1");
    return (Message)
        Proxy.newProxyInstance(
            TestBytesMessage.class.getClassLoader(),
            new Class<?>[] {BytesMessage.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("readBytes")) {
                byte[] target = (byte[]) arguments[0];
                System.arraycopy(body.octets(), 0, target, 0, target.length);
                return target.length;
              }
              return answers.get(method.getName());
            });
  }
}
