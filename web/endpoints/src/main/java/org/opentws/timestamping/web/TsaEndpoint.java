package org.opentws.timestamping.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.opentws.error.ServiceUnavailable;
import org.opentws.node.NodeService;
import org.opentws.timestamping.Admission;
import org.opentws.timestamping.ClientCredential;
import org.opentws.timestamping.TimeStampingService;
import org.opentws.timestamping.TimeStampingSettings;
import org.opentws.value.Der;
import org.opentws.web.direct.DirectCall;
import org.opentws.web.direct.DirectEndpoint;
import org.opentws.web.direct.DirectRequest;
import org.opentws.web.direct.DirectResponse;

/**
 * {@code POST /tsa} and {@code POST /tsa/{unit}} (RFC 3161, 3.4). Whatever the protocol has to say,
 * HTTP says 200: a rejection is a TimeStampResp too.
 */
@ApplicationScoped
@DirectCall(method = "POST", path = "/tsa")
@DirectCall(method = "POST", path = "/tsa/{unit}")
public class TsaEndpoint implements DirectEndpoint {
  private static final String QUERY = "application/timestamp-query";
  private static final String NO_STORE = "no-store";
  private static final Map<String, String> REPLY =
      Map.of("Content-Type", "application/timestamp-reply", "Cache-Control", NO_STORE);

  private static final Der NO_QUERY = Der.of(new byte[0]);

  /** Stands for a query that nobody read to its end. */
  private static final Der TOO_LONG = Der.of(new byte[TimeStampingSettings.REQUEST_OCTETS_MAX + 1]);

  @Inject TimeStampingService service;

  @Override
  public NodeService service() {
    return NodeService.TIME_STAMPING;
  }

  @Override
  public String path() {
    return "/tsa";
  }

  @Override
  public int bodyOctetsMax() {
    return TimeStampingSettings.REQUEST_OCTETS_MAX;
  }

  @Override
  public DirectResponse late() {
    return new DirectResponse(DirectResponse.OK, REPLY, TimeStampingService.tooLate());
  }

  @Override
  public void answer(DirectRequest request, Consumer<DirectResponse> answered) {
    if (!request.isPost()) {
      answered.accept(
          DirectResponse.empty(DirectResponse.METHOD_NOT_ALLOWED, Map.of("Allow", "POST")));
      return;
    }
    String unit = request.below().isEmpty() ? service.firstUnit() : request.below();
    Optional<ClientCredential> credential = Credentials.of(request.header("Authorization"));
    if (credential.isPresent() && !request.secure()) {
      answered.accept(refused(DirectResponse.FORBIDDEN));
      return;
    }
    try {
      Admission admission = service.admit(unit, credential);
      if (admission == Admission.ADMITTED) {
        String client =
            credential.map(ClientCredential::client).orElse(TimeStampingService.ANONYMOUS);
        stamp(unit, client, request, answered);
      } else {
        answered.accept(refused(status(admission, request)));
      }
    } catch (ServiceUnavailable e) {
      // Whether the client may ask is not known now.
      answered.accept(late());
    }
  }

  /** TS1.1; nobody is invited to send a secret over a line that anyone reads. */
  private static int status(Admission admission, DirectRequest request) {
    return switch (admission) {
      case ADMITTED -> DirectResponse.OK;
      case NO_SUCH_UNIT -> DirectResponse.NOT_FOUND;
      case CREDENTIAL_NEEDED, WRONG_CREDENTIAL ->
          request.secure() ? DirectResponse.UNAUTHORIZED : DirectResponse.FORBIDDEN;
      case NOT_FOR_THIS_UNIT -> DirectResponse.FORBIDDEN;
      case QUOTA_USED_UP -> DirectResponse.TOO_MANY_REQUESTS;
    };
  }

  private static DirectResponse refused(int status) {
    Map<String, String> headers = new HashMap<>(Map.of("Cache-Control", NO_STORE));
    if (status == DirectResponse.UNAUTHORIZED) {
      headers.put("WWW-Authenticate", "Basic realm=\"time-stamping\"");
    }
    return DirectResponse.empty(status, headers);
  }

  private void stamp(
      String unit, String client, DirectRequest request, Consumer<DirectResponse> answered) {
    boolean isQuery = request.isOfType(QUERY);
    // What does not call itself a query is not looked at: it reads as garbage.
    Der query = isQuery ? request.body() : NO_QUERY;
    int status = isQuery ? DirectResponse.OK : DirectResponse.UNSUPPORTED_MEDIA_TYPE;
    service.answer(
        unit,
        client,
        request.tooLong() ? TOO_LONG : query,
        reply -> answered.accept(new DirectResponse(status, REPLY, reply)));
  }
}
