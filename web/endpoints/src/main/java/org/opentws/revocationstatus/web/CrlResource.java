package org.opentws.revocationstatus.web;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.revocationstatus.CurrentCrlService;
import org.opentws.revocationstatus.store.StoredCrl;

/**
 * Periodical messages as their issuer signed them (RS2): {@code /crl/{ca}.crl} the latest complete
 * one, {@code /crl/{ca}/delta.crl} the latest delta, {@code /crl/{ca}/{number}.crl} one of any
 * time; {@code /crl/{ca}/{i}-of-{n}.crl} and below it the same of a partition.
 */
@Path("crl")
@RequestScoped
public class CrlResource {
  private static final String CA = "{ca: [a-z0-9][a-z0-9-]*}";

  @Inject private CurrentCrlService service;

  @GET
  @PermitAll
  @Path(CA + ".crl")
  public Response current(
      @PathParam("ca") String ca, @Context Request request, @Context HttpHeaders headers) {
    return answer(service.current(ca), request, headers);
  }

  @GET
  @PermitAll
  @Path(CA + "/delta.crl")
  public Response delta(
      @PathParam("ca") String ca, @Context Request request, @Context HttpHeaders headers) {
    return answer(service.delta(ca), request, headers);
  }

  @GET
  @PermitAll
  @Path(CA + "/{number: [0-9]{1,18}}.crl")
  public Response numbered(
      @PathParam("ca") String ca,
      @PathParam("number") String number,
      @Context Request request,
      @Context HttpHeaders headers) {
    return answer(service.numbered(ca, Long.parseLong(number)), request, headers);
  }

  @GET
  @PermitAll
  @Path(CA + "/{index: [0-9]{1,3}}-of-{partitions: [0-9]{1,3}}.crl")
  public Response ofPartition(
      @PathParam("ca") String ca,
      @PathParam("index") String index,
      @PathParam("partitions") String partitions,
      @Context Request request,
      @Context HttpHeaders headers) {
    return answer(service.ofPartition(ca, index + "-of-" + partitions), request, headers);
  }

  @GET
  @PermitAll
  @Path(CA + "/{partition: [0-9]{1,3}-of-[0-9]{1,3}}/{number: [0-9]{1,18}}.crl")
  public Response numberedOfPartition(
      @PathParam("ca") String ca,
      @PathParam("partition") String partition,
      @PathParam("number") String number,
      @Context Request request,
      @Context HttpHeaders headers) {
    return answer(service.numbered(ca, partition, Long.parseLong(number)), request, headers);
  }

  private Response answer(Optional<StoredCrl> found, Request request, HttpHeaders headers) {
    StoredCrl crl = found.orElseThrow(() -> new RequestRefused(Refusal.NOT_FOUND, "no such CRL"));
    return new CrlAnswer(service, crl).to(request, headers);
  }
}
