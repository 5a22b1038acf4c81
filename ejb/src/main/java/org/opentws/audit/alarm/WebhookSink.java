package org.opentws.audit.alarm;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.opentws.audit.AuditParameter;
import org.opentws.audit.AuditParameters;
import org.opentws.audit.CheckpointSignature;
import org.opentws.audit.CheckpointSigner;
import org.opentws.error.ServiceUnavailable;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;

/** A POST of JSON, signed with the audit key (RFC 9421); never an unsigned one. */
@ApplicationScoped
public class WebhookSink implements AlarmSink {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int SUCCESS_FIRST = 200;
  private static final int SUCCESS_LAST = 299;

  @Inject private AuditParameters parameters;
  @Inject private SinkConfiguration configuration;
  @Inject private Instance<CheckpointSigner> signers;
  @Inject private TrustedTime time;

  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public boolean isConfigured() {
    return !parameters.value(AuditParameter.ALARM_WEBHOOK).isEmpty();
  }

  @Override
  public void send(AlarmMessage alarm) throws SinkFailed {
    byte[] body = alarm.json().getBytes(StandardCharsets.UTF_8);
    URI target = URI.create(parameters.value(AuditParameter.ALARM_WEBHOOK));
    SignedRequest signed = new SignedRequest(target, body, time.now().getEpochSecond());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target)
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    signed.headers(this::sign).forEach(request::header);
    try {
      int status =
          client(target).send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status < SUCCESS_FIRST || status > SUCCESS_LAST) {
        throw new SinkFailed("webhook: it answered " + status);
      }
    } catch (IOException e) {
      throw new SinkFailed("webhook", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SinkFailed("webhook", e);
    }
  }

  /** Authorities are needed, and must be readable, for TLS alone. */
  private HttpClient client(URI target) throws SinkFailed {
    HttpClient.Builder client =
        HttpClient.newBuilder().connectTimeout(PATIENCE).followRedirects(HttpClient.Redirect.NEVER);
    if ("https".equals(target.getScheme())) {
      client.sslContext(configuration.tls());
    }
    return client.build();
  }

  private CheckpointSignature sign(byte[] base) throws SinkFailed {
    try {
      return signers.stream()
          .findFirst()
          .flatMap(signer -> signer.sign(Der.of(base)))
          .orElseThrow(() -> new SinkFailed("webhook: there is no active audit key to sign with"));
    } catch (ServiceUnavailable e) {
      throw new SinkFailed("webhook: the alarm cannot be signed", e);
    }
  }
}
