package org.opentws.revocationstatus.web;

import java.time.Duration;

/** How long caches between us and a relying party may keep what is signed. */
final class Caching {
  private Caching() {}

  /** Value of Cache-Control in the form that RFC 5019, 6.2, gives it. */
  static String forEverybody(Duration maxAge) {
    return "max-age=" + maxAge.toSeconds() + ", public, no-transform, must-revalidate";
  }
}
