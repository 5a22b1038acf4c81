package org.opentws.timestamping.web;

import jakarta.annotation.Resource;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.timestamping.Admission;
import org.opentws.timestamping.ClientCredential;
import org.opentws.timestamping.TimeStampingService;
import org.opentws.timestamping.TimeStampingSettings;
import org.opentws.value.Der;

/** {@code POST /tsa} and {@code POST /tsa/{unit}} (RFC 3161, 3.4). */
@Path("tsa")
@RequestScoped
public class TsaResource {
  private static final String QUERY = "application/timestamp-query";
  private static final String REPLY = "application/timestamp-reply";
  private static final int ANSWER_SECONDS_MAX = 10;
  private static final int UNSUPPORTED_MEDIA_TYPE = 415;
  private static final int TOO_MANY_REQUESTS = 429;

  @Inject private TimeStampingService service;
  @Resource private ManagedExecutorService executor;
  @Context private HttpServletRequest request;

  @POST
  @PermitAll
  public void stamp(@Suspended AsyncResponse response) throws IOException {
    stampByUnit(service.firstUnit(), response);
  }

  @POST
  @PermitAll
  @Path("{unit}")
  public void stampByUnit(@PathParam("unit") String unit, @Suspended AsyncResponse response)
      throws IOException {
    Optional<ClientCredential> credential = Credentials.of(request);
    if (credential.isPresent() && !request.isSecure()) {
      response.resume(refused(Response.Status.FORBIDDEN.getStatusCode()));
      return;
    }
    Admission admission = service.admit(unit, credential);
    if (admission == Admission.NO_SUCH_UNIT) {
      throw new RequestRefused(Refusal.NOT_FOUND, "no such time-stamping unit");
    }
    if (admission == Admission.ADMITTED) {
      String client =
          credential.map(ClientCredential::client).orElse(TimeStampingService.ANONYMOUS);
      answer(unit, client, response);
    } else {
      response.resume(refused(status(admission)));
    }
  }

  /** TS1.1; nobody is invited to send a secret over a line that anyone reads. */
  private int status(Admission admission) {
    return switch (admission) {
      case ADMITTED -> Response.Status.OK.getStatusCode();
      case NO_SUCH_UNIT -> Response.Status.NOT_FOUND.getStatusCode();
      case CREDENTIAL_NEEDED, WRONG_CREDENTIAL ->
          request.isSecure()
              ? Response.Status.UNAUTHORIZED.getStatusCode()
              : Response.Status.FORBIDDEN.getStatusCode();
      case NOT_FOR_THIS_UNIT -> Response.Status.FORBIDDEN.getStatusCode();
      case QUOTA_USED_UP -> TOO_MANY_REQUESTS;
    };
  }

  private static Response refused(int status) {
    Response.ResponseBuilder response = Response.status(status);
    if (status == Response.Status.UNAUTHORIZED.getStatusCode()) {
      response.header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"time-stamping\"");
    }
    return response.header(HttpHeaders.CACHE_CONTROL, "no-store").build();
  }

  private void answer(String unit, String client, AsyncResponse response) throws IOException {
    int status = isQuery() ? Response.Status.OK.getStatusCode() : UNSUPPORTED_MEDIA_TYPE;
    // One octet more than allowed is enough to see that it is too large.
    byte[] octets =
        request.getInputStream().readNBytes(TimeStampingSettings.REQUEST_OCTETS_MAX + 1);
    // What does not call itself a query is not looked at: it reads as garbage.
    Der query = Der.of(status == UNSUPPORTED_MEDIA_TYPE ? new byte[0] : octets);
    response.setTimeout(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
    response.setTimeoutHandler(
        late -> late.resume(response(status, TimeStampingService.tooLate())));
    service.answer(
        unit,
        client,
        query,
        // The audit log's thread must not wait for a slow client.
        reply -> executor.execute(() -> response.resume(response(status, reply))));
  }

  private boolean isQuery() {
    @Nullable String contentType = request.getContentType();
    return contentType != null
        && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(QUERY);
  }

  private static Response response(int status, Der reply) {
    return Response.status(status)
        .type(REPLY)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .entity(reply.octets())
        .build();
  }
}
