package org.opentws.timestamping.web;

import jakarta.annotation.Resource;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.timestamping.TimeStampingService;
import org.opentws.timestamping.TimeStampingSettings;
import org.opentws.value.Der;

/** {@code POST /tsa} and {@code POST /tsa/{unit}}. */
@Path("tsa")
@RequestScoped
public class TsaResource {
  private static final String QUERY = "application/timestamp-query";
  private static final String REPLY = "application/timestamp-reply";
  private static final int ANSWER_SECONDS_MAX = 30;
  private static final int UNSUPPORTED_MEDIA_TYPE = 415;

  @Inject private TimeStampingService service;
  @Resource private ManagedExecutorService executor;

  @POST
  @PermitAll
  public void stamp(
      @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
      InputStream body,
      @Suspended AsyncResponse response)
      throws IOException {
    answer(contentType, body, response);
  }

  @POST
  @PermitAll
  @Path("{unit}")
  public void stampByUnit(
      @PathParam("unit") String unit,
      @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
      InputStream body,
      @Suspended AsyncResponse response)
      throws IOException {
    if (service.serves(unit)) {
      answer(contentType, body, response);
    } else {
      throw new RequestRefused(Refusal.NOT_FOUND, "no such time-stamping unit");
    }
  }

  private void answer(@Nullable String contentType, InputStream body, AsyncResponse response)
      throws IOException {
    int status = isQuery(contentType) ? Response.Status.OK.getStatusCode() : UNSUPPORTED_MEDIA_TYPE;
    // One octet more than allowed is enough to see that it is too large.
    byte[] octets = body.readNBytes(TimeStampingSettings.REQUEST_OCTETS_MAX + 1);
    // What does not call itself a query is not looked at: it reads as garbage.
    Der query = Der.of(status == UNSUPPORTED_MEDIA_TYPE ? new byte[0] : octets);
    response.setTimeout(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
    service.answer(
        query,
        // The audit log's thread must not wait for a slow client.
        reply -> executor.execute(() -> response.resume(response(status, reply))));
  }

  private static boolean isQuery(@Nullable String contentType) {
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
