package org.opentws.revocationstatus.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.opentws.node.NodeService;
import org.opentws.revocationstatus.OcspAnswer;
import org.opentws.revocationstatus.OcspCall;
import org.opentws.revocationstatus.OcspService;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;
import org.opentws.web.direct.DirectCall;
import org.opentws.web.direct.DirectEndpoint;
import org.opentws.web.direct.DirectRequest;
import org.opentws.web.direct.DirectResponse;

/**
 * {@code POST /ocsp} and {@code GET /ocsp/{base64}}. Whatever OCSP itself has to say, HTTP says
 * 200: a refusal is an OCSPResponse too (RFC 6960, A.2).
 */
@ApplicationScoped
@DirectCall(method = "POST", path = "/ocsp")
@DirectCall(method = "GET", path = "/ocsp/{encoded}")
public class OcspEndpoint implements DirectEndpoint {
  private static final String REQUEST = "application/ocsp-request";
  private static final String CONTENT_TYPE = "Content-Type";
  private static final String CACHE_CONTROL = "Cache-Control";
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final Map<String, String> NOT_CACHED =
      Map.of(CONTENT_TYPE, "application/ocsp-response", CACHE_CONTROL, "no-store");

  @Inject OcspService service;
  @Inject TrustedTime trustedTime;

  @Override
  public NodeService service() {
    return NodeService.REVOCATION_STATUS;
  }

  @Override
  public String path() {
    return "/ocsp";
  }

  @Override
  public int bodyOctetsMax() {
    return OcspCall.MAX_OCTETS;
  }

  @Override
  public DirectResponse late() {
    return new DirectResponse(DirectResponse.OK, NOT_CACHED, OcspAnswer.tryLater().response());
  }

  @Override
  public void answer(DirectRequest request, Consumer<DirectResponse> answered) {
    if (request.isPost() && !request.isOfType(REQUEST)) {
      answered.accept(DirectResponse.empty(DirectResponse.UNSUPPORTED_MEDIA_TYPE, Map.of()));
    } else if (request.isPost() == request.below().isEmpty()) {
      Optional<String> known = request.header("If-None-Match");
      service.answer(call(request), answer -> answered.accept(response(known, answer)));
    } else {
      answered.accept(DirectResponse.empty(DirectResponse.NOT_FOUND, Map.of()));
    }
  }

  private static OcspCall call(DirectRequest request) {
    if (!request.isPost()) {
      return OcspCall.ofPath(request.below(), request.origin().address());
    }
    // A body that is too long reads as what it is: no request.
    Der body = request.tooLong() ? Der.of(new byte[0]) : request.body();
    return new OcspCall(body, request.origin().address(), false);
  }

  private DirectResponse response(Optional<String> tags, OcspAnswer answer) {
    if (answer.caching().isEmpty()) {
      return new DirectResponse(DirectResponse.OK, NOT_CACHED, answer.response());
    }
    OcspAnswer.Caching caching = answer.caching().get();
    String tag = '"' + caching.entityTag() + '"';
    Map<String, String> headers = headers(caching, tag);
    boolean known = tags.filter(given -> given.contains(tag)).isPresent();
    return known
        ? DirectResponse.empty(DirectResponse.NOT_MODIFIED, headers)
        : new DirectResponse(DirectResponse.OK, headers, answer.response());
  }

  /** RFC 5019, 6.2. */
  private Map<String, String> headers(OcspAnswer.Caching caching, String tag) {
    Instant expires = trustedTime.now().plus(caching.maxAge());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(CONTENT_TYPE, "application/ocsp-response");
    headers.put(
        CACHE_CONTROL,
        "max-age=" + caching.maxAge().toSeconds() + ", public, no-transform, must-revalidate");
    headers.put("ETag", tag);
    headers.put("Last-Modified", HTTP_DATE.format(caching.lastModified()));
    headers.put("Expires", HTTP_DATE.format(expires));
    return headers;
  }
}
