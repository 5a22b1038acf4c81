package org.opentws.health;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Queue;
import java.util.Optional;

/** Status changes travel by the broker of this node (figure 1, messages A and B). */
@ApplicationScoped
public class BrokerCheck implements ReadinessCheck {
  @Resource(lookup = "java:/jms/opentws")
  private ConnectionFactory broker;

  @Resource(lookup = "java:/jms/queue/StatusChangeRequests")
  private Queue statusChangeRequests;

  @Override
  public String subject() {
    return "broker";
  }

  @Override
  public Optional<String> fault() {
    try (JMSContext context = broker.createContext()) {
      // The pool may hold a connection that is lost: a browser asks the broker for its queue.
      context.createBrowser(statusChangeRequests).close();
      return Optional.empty();
    } catch (JMSException | JMSRuntimeException e) {
      return Optional.of("does not answer");
    }
  }
}
