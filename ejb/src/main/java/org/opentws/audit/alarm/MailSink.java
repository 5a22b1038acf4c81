package org.opentws.audit.alarm;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Properties;
import org.opentws.audit.AuditParameter;
import org.opentws.audit.AuditParameters;

/** E-mail by SMTP, with TLS unless two persons decided otherwise. */
@ApplicationScoped
public class MailSink implements AlarmSink {
  private static final String MILLIS_MAX = "10000";

  @Inject private AuditParameters parameters;
  @Inject private SinkConfiguration configuration;

  @Override
  public String name() {
    return "mail";
  }

  @Override
  public boolean isConfigured() {
    return !parameters.value(AuditParameter.ALARM_MAIL_TO).isEmpty()
        && !parameters.value(AuditParameter.ALARM_MAIL_SERVER).isEmpty();
  }

  @Override
  public void send(AlarmMessage alarm) throws SinkFailed {
    try {
      Session session = Session.getInstance(properties());
      MimeMessage message = message(session, alarm);
      try (Transport transport = session.getTransport("smtp")) {
        if (configuration.mailUser().isPresent()) {
          transport.connect(configuration.mailUser().get(), configuration.mailPassword());
        } else {
          transport.connect();
        }
        transport.sendMessage(message, message.getAllRecipients());
      }
    } catch (MessagingException e) {
      throw new SinkFailed("e-mail", e);
    }
  }

  private MimeMessage message(Session session, AlarmMessage alarm) throws MessagingException {
    String to = parameters.value(AuditParameter.ALARM_MAIL_TO);
    String from = parameters.value(AuditParameter.ALARM_MAIL_FROM);
    MimeMessage message = new MimeMessage(session);
    message.setFrom(new InternetAddress(from.isEmpty() ? to.split(",", 2)[0] : from));
    message.setRecipients(Message.RecipientType.TO, InternetAddress.parse(to));
    message.setSubject(alarm.title(), StandardCharsets.UTF_8.name());
    message.setSentDate(Date.from(alarm.lastAt()));
    message.setHeader("Auto-Submitted", "auto-generated");
    message.setText(alarm.text(), StandardCharsets.UTF_8.name());
    return message;
  }

  private Properties properties() throws SinkFailed {
    String server = parameters.value(AuditParameter.ALARM_MAIL_SERVER);
    String security = parameters.value(AuditParameter.ALARM_MAIL_SECURITY);
    int colon = server.lastIndexOf(':');
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.host", server.substring(0, colon));
    properties.setProperty("mail.smtp.port", server.substring(colon + 1));
    for (String limit : new String[] {"connectiontimeout", "timeout", "writetimeout"}) {
      properties.setProperty("mail.smtp." + limit, MILLIS_MAX);
    }
    if (configuration.mailUser().isPresent()) {
      properties.setProperty("mail.smtp.auth", "true");
    }
    if (!security.equals("NONE")) {
      properties.setProperty(
          security.equals("TLS") ? "mail.smtp.ssl.enable" : "mail.smtp.starttls.enable", "true");
      properties.setProperty("mail.smtp.starttls.required", "true");
      properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
      properties.put("mail.smtp.ssl.socketFactory", configuration.tls().getSocketFactory());
    }
    return properties;
  }
}
