package org.opentws.audit.alarm;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.opentws.audit.AuditParameter;
import org.opentws.audit.AuditParameters;
import org.opentws.audit.AuditSettings;

/**
 * Syslog (RFC 5424) over TLS (RFC 5425): a connection for each message, the octet count before it.
 * RFC 5425 knows no acknowledgement: an orderly end of the connection by the server's own TLS is
 * the most that can be had.
 */
@ApplicationScoped
public class SyslogSink implements AlarmSink {
  private static final int MILLIS_MAX = 10_000;
  private static final int END_MILLIS_MAX = 2_000;

  /** Facility 13 (log alert), severity 1 (alert): RFC 5424, 6.2.1. */
  private static final int PRIORITY = 13 * 8 + 1;

  private static final String NIL = "-";
  private static final int HOST_CHARACTERS_MAX = 255;

  @Inject private AuditParameters parameters;
  @Inject private SinkConfiguration configuration;
  @Inject private org.eclipse.microprofile.config.Config config;

  @Override
  public String name() {
    return "syslog";
  }

  @Override
  public boolean isConfigured() {
    return !parameters.value(AuditParameter.ALARM_SYSLOG).isEmpty();
  }

  @Override
  public void send(AlarmMessage alarm) throws SinkFailed {
    String server = parameters.value(AuditParameter.ALARM_SYSLOG);
    int colon = server.lastIndexOf(':');
    String host = server.substring(0, colon);
    try (Socket plain = new Socket()) {
      plain.connect(
          new InetSocketAddress(host, Integer.parseInt(server.substring(colon + 1))), MILLIS_MAX);
      plain.setSoTimeout(MILLIS_MAX);
      try (SSLSocket socket = tls(plain, host)) {
        OutputStream out = socket.getOutputStream();
        byte[] message = format(alarm).getBytes(StandardCharsets.UTF_8);
        out.write((message.length + " ").getBytes(StandardCharsets.US_ASCII));
        out.write(message);
        out.flush();
        socket.shutdownOutput();
        awaitEnd(socket);
      }
    } catch (IOException e) {
      throw new SinkFailed("syslog", e);
    }
  }

  /** The server's end says that it read all; one that keeps the connection has not refused it. */
  private static void awaitEnd(SSLSocket socket) throws IOException {
    socket.setSoTimeout(END_MILLIS_MAX);
    try {
      socket.getInputStream().readAllBytes();
    } catch (SocketTimeoutException e) {
      return;
    }
  }

  private SSLSocket tls(Socket plain, String host) throws IOException, SinkFailed {
    SSLSocket socket =
        (SSLSocket)
            configuration.tls().getSocketFactory().createSocket(plain, host, plain.getPort(), true);
    SSLParameters demanded = socket.getSSLParameters();
    demanded.setEndpointIdentificationAlgorithm("HTTPS");
    demanded.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    socket.setSSLParameters(demanded);
    socket.startHandshake();
    return socket;
  }

  /** RFC 5424, 6. */
  private String format(AlarmMessage alarm) {
    return "<%d>1 %s %s opentws %s %s [alarm@32473 system=\"%s\" object=\"%s\" occurrences=\"%d\"%s] %s"
        .formatted(
            PRIORITY,
            alarm.lastAt().truncatedTo(java.time.temporal.ChronoUnit.MILLIS),
            token(AuditSettings.from(config).node()),
            NIL,
            alarm.kind().name(),
            parameter(alarm.system()),
            parameter(alarm.occurrence().object()),
            alarm.occurrences(),
            alarm.id().isPresent() ? " id=\"" + alarm.id().getAsLong() + "\"" : "",
            "\uFEFF" + alarm.sentence());
  }

  /** RFC 5424, 6.3.3: these three are escaped in a parameter's value. */
  private static String parameter(String text) {
    return AlarmMessage.plain(text).replaceAll("([\"\\\\\\]])", "\\\\$1");
  }

  private static String token(String text) {
    String visible = text.replaceAll("[^\\x21-\\x7e]", "");
    String name = visible.isEmpty() ? NIL : visible;
    return name.substring(0, Math.min(name.length(), HOST_CHARACTERS_MAX));
  }
}
