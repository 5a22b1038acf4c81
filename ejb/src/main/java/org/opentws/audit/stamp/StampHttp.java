package org.opentws.audit.stamp;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import org.opentws.audit.OutsidePost;

/** RFC 3161, 3.4: a question by POST. The token proves itself, TLS adds nothing to trust it by. */
final class StampHttp implements Stamping.Way {
  private static final int OK = 200;
  private static final HttpClient CLIENT = OutsidePost.client().build();

  private final URI authority;

  StampHttp(URI authority) {
    this.authority = authority;
  }

  @Override
  public byte[] ask(byte[] request) throws IOException {
    OutsidePost.Answer answer =
        OutsidePost.send(CLIENT, authority, "application/timestamp-query", request);
    if (answer.status() != OK) {
      throw new IOException("it answered " + answer.status());
    }
    return answer.body();
  }
}
