package org.opentws.web.open;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code GET /openapi}: the description of the interface, made when this was built. */
@Path("openapi")
@RequestScoped
public class OpenApiResource {
  private static final MediaType YAML = new MediaType("application", "yaml");

  private static final List<Variant> VARIANTS =
      Variant.mediaTypes(YAML, MediaType.APPLICATION_JSON_TYPE).build();

  /**
   * The document.
   *
   * @param format JSON or YAML, before what the Accept header says
   */
  @GET
  @PermitAll
  public Response document(@QueryParam("format") @Nullable String format, @Context Request asked) {
    MediaType type = type(format, asked);
    String name = type.equals(YAML) ? "/openapi.yaml" : "/openapi.json";
    try (InputStream document = OpenApiResource.class.getResourceAsStream(name)) {
      return Response.ok(document.readAllBytes(), type)
          .header("Cache-Control", "public, max-age=300")
          .header("Vary", "Accept")
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MediaType type(@Nullable String format, Request asked) {
    if (format != null) {
      return format.toLowerCase(Locale.ROOT).equals("json")
          ? MediaType.APPLICATION_JSON_TYPE
          : YAML;
    }
    @Nullable Variant best = asked.selectVariant(VARIANTS);
    if (best == null) {
      throw new NotAcceptableException();
    }
    return best.getMediaType();
  }
}
