package org.opentws.web.direct;

import java.util.function.Consumer;
import org.opentws.node.NodeService;

/**
 * A protocol's endpoint that is answered directly. Every application-scoped bean of this type is
 * found when the public war starts; whatever no such bean serves goes to the servlets.
 */
public interface DirectEndpoint {
  /** What it belongs to: it is served where this runs. */
  NodeService service();

  /** Its path, for example "/ocsp"; what lies below it is served too. */
  String path();

  /** Longer bodies are not read; the endpoint is asked all the same, to refuse in its own words. */
  int bodyOctetsMax();

  /**
   * Answers a request. Called on an IO thread, so it must not block.
   *
   * @param answered called exactly once, on any thread; too late, it does nothing
   */
  void answer(DirectRequest request, Consumer<DirectResponse> answered);

  /** What is said when there is no answer after {@value DirectOutbox#ANSWER_SECONDS_MAX} s. */
  DirectResponse late();
}
