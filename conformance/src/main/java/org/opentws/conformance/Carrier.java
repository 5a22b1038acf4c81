package org.opentws.conformance;

import java.util.Locale;

/** Who meets a requirement. */
public enum Carrier {
  /** The product. */
  SOFTWARE,
  /** The product as it is configured and surrounded: host, network, devices. */
  DEPLOYMENT,
  /** The operator, with a part that the product can show: not met until that part is shown. */
  SHARED,
  /** The operator's people, procedures and buildings alone. */
  ORGANISATION;

  static Carrier of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** As in the catalogue. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
