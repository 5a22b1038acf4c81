package org.opentws.web.direct;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The endpoints of a war that are answered directly; none until it has started. */
public final class DirectEndpoints {
  /** Attribute of the servlet context that holds them. */
  public static final String ATTRIBUTE = DirectEndpoints.class.getName();

  private final List<DirectEndpoint> endpoints = new CopyOnWriteArrayList<>();

  public void add(DirectEndpoint endpoint) {
    endpoints.add(endpoint);
  }

  /** Whoever serves a path, decoded, from the war's root on. */
  Optional<DirectEndpoint> at(String path) {
    for (DirectEndpoint endpoint : endpoints) {
      if (path.startsWith(endpoint.path())
          && (path.length() == endpoint.path().length()
              || path.charAt(endpoint.path().length()) == '/')) {
        return Optional.of(endpoint);
      }
    }
    return Optional.empty();
  }

  List<String> paths() {
    return endpoints.stream().map(DirectEndpoint::path).toList();
  }
}
