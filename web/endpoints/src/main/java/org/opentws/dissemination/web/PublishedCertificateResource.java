package org.opentws.dissemination.web;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.opentws.dissemination.DisseminationService;
import org.opentws.value.SerialNumber;

/** Certificates whose subject agreed to publication (D1.1), as DER. */
@Path("/certificates/{ca: [A-Za-z0-9-]{1,64}}/{serial: [0-9A-Fa-f]{1,40}}")
@Tag(name = "dissemination")
@RequestScoped
public class PublishedCertificateResource {
  static final String CERTIFICATE = "application/pkix-cert";

  @Inject DisseminationService dissemination;

  @GET
  @PermitAll
  @Operation(summary = "A published certificate; 404 without the subject's consent")
  public Response find(
      @PathParam("ca") String ca, @PathParam("serial") String serial, @Context Request request) {
    // no-cache: kept, but asked about each time, so that it is gone everywhere once it is gone
    // here.
    return Conditional.answer(
        request,
        dissemination.toEverybody(ca, SerialNumber.parse(serial)),
        CERTIFICATE,
        "no-cache");
  }
}
