package org.opentws.revocationstatus.web;

import jakarta.annotation.Resource;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import org.opentws.revocationstatus.OcspAnswer;
import org.opentws.revocationstatus.OcspCall;
import org.opentws.revocationstatus.OcspService;
import org.opentws.value.Der;

/**
 * {@code POST /ocsp} and {@code GET /ocsp/{base64}}. Whatever OCSP itself has to say, HTTP says
 * 200: a refusal is an OCSPResponse too (RFC 6960, A.2).
 */
@Path("ocsp")
@RequestScoped
public class OcspResource {
  private static final String REQUEST = "application/ocsp-request";
  private static final String RESPONSE = "application/ocsp-response";
  private static final int ANSWER_SECONDS_MAX = 20;

  @Inject private OcspService service;
  @Resource private ManagedExecutorService executor;

  /** Parameters of the content type, such as a charset, are accepted and mean nothing. */
  @POST
  @PermitAll
  @Consumes(REQUEST)
  public void post(
      InputStream body, @Context HttpServletRequest request, @Suspended AsyncResponse response)
      throws IOException {
    // One octet more than allowed is enough to see that it is too large.
    Der octets = Der.of(body.readNBytes(OcspCall.MAX_OCTETS + 1));
    answer(new OcspCall(octets, request.getRemoteAddr(), false), response);
  }

  @GET
  @PermitAll
  @Path("{encoded: .+}")
  public void get(
      @Context UriInfo uri,
      @Context HttpServletRequest request,
      @Suspended AsyncResponse response) {
    // The raw path: base64 has "/" and "+", encoded or not.
    String path = uri.getRequestUri().getRawPath();
    String encoded = path.substring(path.indexOf("/ocsp/") + "/ocsp/".length());
    answer(OcspCall.ofPath(encoded, request.getRemoteAddr()), response);
  }

  private void answer(OcspCall call, AsyncResponse response) {
    response.setTimeout(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
    response.setTimeoutHandler(late -> late.resume(response(OcspAnswer.tryLater())));
    service.answer(
        call,
        // The audit log's thread must not wait for a slow client.
        answer -> executor.execute(() -> response.resume(response(answer))));
  }

  private static Response response(OcspAnswer answer) {
    Response.ResponseBuilder built = Response.ok(answer.response().octets(), RESPONSE);
    answer
        .caching()
        .ifPresentOrElse(
            caching -> {
              built
                  .header(HttpHeaders.CACHE_CONTROL, Caching.forEverybody(caching.maxAge()))
                  .tag(caching.entityTag())
                  .lastModified(Date.from(caching.lastModified()))
                  .expires(Date.from(caching.expires()));
            },
            () -> built.header(HttpHeaders.CACHE_CONTROL, "no-store"));
    return built.build();
  }
}
