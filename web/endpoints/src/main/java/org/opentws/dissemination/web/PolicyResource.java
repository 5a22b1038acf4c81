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
import org.opentws.dissemination.PolicyService;

/** Policy documents: certificate policy, practice statement, disclosure statement, terms. */
@Path("/policies/{id: [0-9A-Za-z.-]{2,128}}")
@Tag(name = "dissemination")
@RequestScoped
public class PolicyResource {
  private static final String HTML = "text/html; charset=utf-8";
  private static final String ONE_HOUR = "public, max-age=3600";

  @Inject PolicyService policies;

  @GET
  @PermitAll
  @Operation(summary = "The version in force")
  public Response current(@PathParam("id") String id, @Context Request request) {
    return Conditional.answer(request, policies.current(id), HTML, ONE_HOUR);
  }

  @GET
  @PermitAll
  @Path("/{version: [0-9.]{1,16}}")
  @Operation(summary = "A certain version")
  public Response version(
      @PathParam("id") String id, @PathParam("version") String version, @Context Request request) {
    return Conditional.answer(request, policies.version(id, version), HTML, ONE_HOUR);
  }
}
