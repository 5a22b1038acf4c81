package org.opentws.certificategeneration.lint;

import java.util.function.Consumer;

/** One spoiled certificate, named by its defect, and exactly the rules that it breaks. */
record LintSample(
    String name, String profile, Consumer<SpoiledCertificate> spoil, String... broken) {
  static final String PERSON = "qualified-esign-natural-person";
  static final String TSU = "time-stamping-unit";
  static final String OCSP = "ocsp-responder";
  static final String TLS = "infrastructure-tls-server";

  @Override
  public String toString() {
    return name;
  }
}
