package org.opentws.web.direct;

import java.util.Optional;
import java.util.function.Function;
import org.opentws.value.Der;

/**
 * A request as HTTP brought it.
 *
 * @param method GET, HEAD or POST
 * @param below what follows the endpoint's path and a slash, not decoded; empty if nothing does
 * @param headers the first value of a header; to be asked before the call returns, not later
 * @param body empty for GET and HEAD, and if it was too long
 * @param tooLong the body was longer than the endpoint reads
 */
public record DirectRequest(
    String method,
    String below,
    Function<String, Optional<String>> headers,
    Der body,
    boolean tooLong,
    Origin origin) {

  /**
   * Where it came from.
   *
   * @param address network address
   * @param secure by TLS
   */
  public record Origin(String address, boolean secure) {}

  public boolean isPost() {
    return method.equals("POST");
  }

  /** The first value of a header; to be asked before the call returns, not later. */
  public Optional<String> header(String name) {
    return headers.apply(name);
  }

  /** Parameters of the content type, such as a charset, are accepted and mean nothing. */
  public boolean isOfType(String contentType) {
    return header("Content-Type")
        .filter(type -> type.split(";", 2)[0].strip().equalsIgnoreCase(contentType))
        .isPresent();
  }

  public boolean secure() {
    return origin.secure();
  }
}
