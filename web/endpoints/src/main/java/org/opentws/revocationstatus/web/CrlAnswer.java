package org.opentws.revocationstatus.web;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Date;
import java.util.Optional;
import java.util.regex.Pattern;
import org.opentws.revocationstatus.CurrentCrlService;
import org.opentws.revocationstatus.store.StoredCrl;
import org.opentws.revocationstatus.store.StoredCrl.Encoding;

/**
 * A CRL over HTTP: whole, compressed or in part, or not at all if the client has it (RFC 9110, 8,
 * 13 and 14). Its octets pass through, part by part.
 */
record CrlAnswer(CurrentCrlService service, StoredCrl crl) {
  private static final String CRL = "application/pkix-crl";
  private static final String RANGE = "Range";
  private static final String CONTENT_RANGE = "Content-Range";

  /** Not with a quality of nought (RFC 9110, 12.5.3). */
  private static final Pattern GZIP_WANTED =
      Pattern.compile("(?i)(^|[,\\s])gzip\\s*(;\\s*q=(1|0\\.0*[1-9])|,|$)");

  private static final int PARTIAL_CONTENT = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  Response to(Request request, HttpHeaders headers) {
    Optional<String> range = asked(headers);
    Encoding encoding =
        range.isEmpty() && crl.gzipLength() > 0 && accepts(headers)
            ? Encoding.GZIP
            : Encoding.IDENTITY;
    EntityTag tag = tag(encoding);
    Date thisUpdate = Date.from(crl.thisUpdate());
    Response.ResponseBuilder built =
        Optional.ofNullable(request.evaluatePreconditions(thisUpdate, tag))
            .orElseGet(() -> body(encoding, range));
    return cached(built)
        .tag(tag)
        .lastModified(thisUpdate)
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
        .header("Accept-Ranges", "bytes")
        .build();
  }

  /** The same octets have the same tag on every node. */
  private EntityTag tag(Encoding encoding) {
    String name = crl.ca() + "-" + crl.scope() + crl.number();
    return new EntityTag(encoding == Encoding.GZIP ? name + "-gzip" : name);
  }

  private Response.ResponseBuilder body(Encoding encoding, Optional<String> asked) {
    if (asked.isEmpty()) {
      Response.ResponseBuilder whole = piece(Response.ok(), encoding, 0, crl.length(encoding));
      return encoding == Encoding.GZIP ? whole.header(HttpHeaders.CONTENT_ENCODING, "gzip") : whole;
    }
    ByteRange range = ByteRange.parse(asked.get(), crl.length());
    if (range.isEmpty()) {
      return Response.status(RANGE_NOT_SATISFIABLE)
          .header(CONTENT_RANGE, "bytes */" + crl.length());
    }
    return piece(Response.status(PARTIAL_CONTENT), encoding, range.from(), range.to())
        .header(CONTENT_RANGE, range.text(crl.length()));
  }

  private Response.ResponseBuilder piece(
      Response.ResponseBuilder answer, Encoding encoding, long from, long to) {
    StreamingOutput octets = out -> service.write(crl, encoding, from, to, out);
    return answer.entity(octets).type(CRL).header(HttpHeaders.CONTENT_LENGTH, to - from);
  }

  /**
   * A range counts only while it is one of this very list (If-Range), and if it is a single one.
   */
  private Optional<String> asked(HttpHeaders headers) {
    String same = headers.getHeaderString("If-Range");
    if (same != null && !same.equals("\"" + tag(Encoding.IDENTITY).getValue() + "\"")) {
      return Optional.empty();
    }
    return Optional.ofNullable(headers.getHeaderString(RANGE)).filter(ByteRange::isSingle);
  }

  private static boolean accepts(HttpHeaders headers) {
    String accepted = headers.getHeaderString(HttpHeaders.ACCEPT_ENCODING);
    return accepted != null && GZIP_WANTED.matcher(accepted).find();
  }

  /** A cache may keep it for a while, but never beyond its nextUpdate. */
  private Response.ResponseBuilder cached(Response.ResponseBuilder built) {
    CurrentCrlService.HttpFreshness freshness = service.freshness(crl);
    return built
        .header(HttpHeaders.CACHE_CONTROL, Caching.forEverybody(freshness.maxAge()))
        .expires(Date.from(freshness.expires()));
  }
}
