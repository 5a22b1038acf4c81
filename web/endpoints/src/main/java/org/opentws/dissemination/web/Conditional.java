package org.opentws.dissemination.web;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Optional;
import org.opentws.dissemination.DisseminatedObject;

/** HTTP caching of what is public (RFC 9110, 8.8 and 13). */
final class Conditional {
  private Conditional() {}

  /**
   * The object, or 304 if the client has it already.
   *
   * @param cacheControl value of the header
   */
  static Response answer(
      Request request, DisseminatedObject object, String mediaType, String cacheControl) {
    EntityTag tag = new EntityTag(object.entityTag());
    // HTTP dates have whole seconds.
    Date modified = Date.from(object.lastModified().truncatedTo(ChronoUnit.SECONDS));
    Response.ResponseBuilder answer =
        Optional.ofNullable(request.evaluatePreconditions(modified, tag))
            .orElseGet(() -> Response.ok(object.content().octets(), mediaType));
    return answer
        .tag(tag)
        .lastModified(modified)
        .header("Cache-Control", cacheControl)
        .header("X-Content-Type-Options", "nosniff")
        .build();
  }
}
