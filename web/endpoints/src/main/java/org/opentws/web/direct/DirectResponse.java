package org.opentws.web.direct;

import java.util.Map;
import org.opentws.value.Der;

/** An answer as HTTP takes it. */
public record DirectResponse(int status, Map<String, String> headers, Der body) {
  public static final int OK = 200;
  public static final int NOT_MODIFIED = 304;
  public static final int UNAUTHORIZED = 401;
  public static final int FORBIDDEN = 403;
  public static final int NOT_FOUND = 404;
  public static final int METHOD_NOT_ALLOWED = 405;
  public static final int UNSUPPORTED_MEDIA_TYPE = 415;
  public static final int TOO_MANY_REQUESTS = 429;
  public static final int SERVICE_UNAVAILABLE = 503;

  /** Without a body. */
  public static DirectResponse empty(int status, Map<String, String> headers) {
    return new DirectResponse(status, headers, Der.of(new byte[0]));
  }
}
