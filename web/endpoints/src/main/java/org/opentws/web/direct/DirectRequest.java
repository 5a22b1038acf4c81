package org.opentws.web.direct;

import java.util.Optional;
import org.opentws.value.Der;

/**
 * A request as HTTP brought it.
 *
 * @param method GET, HEAD or POST
 * @param below what follows the endpoint's path and a slash, not decoded; empty if nothing does
 * @param body empty for GET and HEAD, and if it was too long
 * @param tooLong the body was longer than the endpoint reads
 * @param requester network address
 */
public record DirectRequest(
    String method,
    String below,
    Optional<String> contentType,
    Optional<String> ifNoneMatch,
    Der body,
    boolean tooLong,
    String requester) {

  public boolean isPost() {
    return method.equals("POST");
  }
}
