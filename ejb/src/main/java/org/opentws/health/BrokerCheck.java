package org.opentws.health;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import java.util.Optional;

/** Status changes travel by the broker of this node (figure 1, messages A and B). */
@ApplicationScoped
public class BrokerCheck implements ReadinessCheck {
  @Resource(lookup = "java:/jms/opentws")
  private ConnectionFactory broker;

  @Override
  public String subject() {
    return "broker";
  }

  @Override
  public Optional<String> fault() {
    try (JMSContext context = broker.createContext()) {
      // The pool opens its session lazily: making a message needs a live one.
      context.createTextMessage();
      return Optional.empty();
    } catch (JMSRuntimeException e) {
      return Optional.of("does not answer");
    }
  }
}
