package org.opentws.audit.alarm;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Topic;

/** The JMS topic Alarms: JSON text, for whoever listens at this node. */
@ApplicationScoped
public class TopicSink implements AlarmSink {
  @Resource(lookup = "java:/jms/opentws")
  private ConnectionFactory connections;

  @Resource(lookup = "java:/jms/topic/Alarms")
  private Topic topic;

  @Override
  public String name() {
    return "topic";
  }

  @Override
  public boolean isConfigured() {
    return true;
  }

  @Override
  public void send(AlarmMessage alarm) throws SinkFailed {
    try (JMSContext context = connections.createContext()) {
      context.createProducer().setProperty("kind", alarm.kind().name()).send(topic, alarm.json());
    } catch (JMSRuntimeException e) {
      throw new SinkFailed("the topic Alarms", e);
    }
  }
}
