package org.opentws.portal.web;

import jakarta.servlet.http.HttpServletResponse;

/** What every page of the portal tells the browser. */
final class PageHeaders {
  /**
   * All but scripts: for those PrimeFaces adds a policy of its own, with the nonce of the page.
   * Browsers obey both.
   */
  private static final String POLICY =
      "style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self';"
          + " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  private PageHeaders() {}

  static void set(HttpServletResponse response) {
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    // Not no-referrer: with it browsers hide from us, too, where a form comes from.
    response.setHeader("Referrer-Policy", "same-origin");
    response.setHeader("Content-Security-Policy", POLICY);
  }

  /** For pages without any script. */
  static void setWithoutScript(HttpServletResponse response) {
    set(response);
    response.setHeader("Content-Security-Policy", "default-src 'none'; " + POLICY);
  }
}
