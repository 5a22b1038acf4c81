package org.opentws.dissemination.web;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.opentws.dissemination.CaCertificateService;

/** Certificates of the TSP's own CAs. */
@Path("/ca")
@Tag(name = "dissemination")
@RequestScoped
public class CaResource {
  /**
   * A CA certificate changes when its key does; a day old is good enough, and saves every chain.
   */
  private static final String ONE_DAY = "public, max-age=86400";

  /** Another one can be added at any time. */
  private static final String ONE_HOUR = "public, max-age=3600";

  private static final String ID = "[A-Za-z0-9][A-Za-z0-9-]{0,63}";

  @Inject CaCertificateService certificates;

  @GET
  @PermitAll
  @Path("/{ca: " + ID + "}.cer")
  @Operation(summary = "A CA's certificate, DER (RFC 5280, 4.2.2.1)")
  public Response der(@PathParam("ca") String ca, @Context Request request) {
    return Conditional.answer(
        request, certificates.certificate(ca), PublishedCertificateResource.CERTIFICATE, ONE_DAY);
  }

  @GET
  @PermitAll
  @Path("/{ca: " + ID + "}.pem")
  @Operation(summary = "A CA's certificate, PEM")
  public Response pem(@PathParam("ca") String ca, @Context Request request) {
    return Conditional.answer(
        request, certificates.certificatePem(ca), "application/x-pem-file", ONE_DAY);
  }

  @GET
  @PermitAll
  @Path("/{ca: " + ID + "}/links.pem")
  @Operation(summary = "Certificates that link an offline CA with its successors, PEM (RFC 4210)")
  public Response links(@PathParam("ca") String ca, @Context Request request) {
    return Conditional.answer(request, certificates.links(ca), "application/x-pem-file", ONE_DAY);
  }

  @GET
  @PermitAll
  @Path("/{ca: " + ID + "}/cross.pem")
  @Operation(summary = "Certificates that a CA gave to CAs of other providers, PEM")
  public Response cross(@PathParam("ca") String ca, @Context Request request) {
    return Conditional.answer(
        request, certificates.crossCertificates(ca), "application/x-pem-file", ONE_HOUR);
  }

  @GET
  @PermitAll
  @Path("/{ca: " + ID + "}/fingerprints")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "SHA-256, SHA-384 and SHA-512 of a CA's certificate")
  public Response fingerprints(@PathParam("ca") String ca) {
    return Response.ok(certificates.fingerprints(ca)).header("Cache-Control", ONE_DAY).build();
  }
}
