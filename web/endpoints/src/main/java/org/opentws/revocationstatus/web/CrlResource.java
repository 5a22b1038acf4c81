package org.opentws.revocationstatus.web;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.Date;
import java.util.Optional;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.revocationstatus.CurrentCrlService;
import org.opentws.revocationstatus.store.StoredCrl;

/** {@code GET /crl/{ca}.crl}: the latest periodical message, as its issuer signed it (RS2). */
@Path("crl")
@RequestScoped
public class CrlResource {
  private static final String CRL = "application/pkix-crl";

  @Inject private CurrentCrlService service;

  @GET
  @PermitAll
  @Path("{ca: [a-z0-9][a-z0-9-]*}.crl")
  public Response crl(@PathParam("ca") String ca, @Context Request request) {
    StoredCrl crl =
        service.current(ca).orElseThrow(() -> new RequestRefused(Refusal.NOT_FOUND, "no such CRL"));
    EntityTag tag = new EntityTag(crl.ca() + "-" + crl.number());
    Date thisUpdate = Date.from(crl.thisUpdate());
    Response.ResponseBuilder unchanged = request.evaluatePreconditions(thisUpdate, tag);
    Response.ResponseBuilder built =
        Optional.ofNullable(unchanged).orElseGet(() -> Response.ok(crl.der().octets(), CRL));
    return cached(built, crl).tag(tag).lastModified(thisUpdate).build();
  }

  /** A cache may keep it for a while, but never beyond its nextUpdate. */
  private Response.ResponseBuilder cached(Response.ResponseBuilder built, StoredCrl crl) {
    CurrentCrlService.HttpFreshness freshness = service.freshness(crl);
    return built
        .header(HttpHeaders.CACHE_CONTROL, Caching.forEverybody(freshness.maxAge()))
        .expires(Date.from(freshness.expires()));
  }
}
