package org.opentws.revocationmanagement;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/**
 * The reasons that a revocation may give: CRLReason of RFC 5280, 5.3.1, without certificateHold and
 * removeFromCRL, which belong to suspension.
 */
public enum RevocationReason {
  UNSPECIFIED("unspecified", 0),
  KEY_COMPROMISE("keyCompromise", 1),
  CA_COMPROMISE("cACompromise", 2),
  AFFILIATION_CHANGED("affiliationChanged", 3),
  SUPERSEDED("superseded", 4),
  CESSATION_OF_OPERATION("cessationOfOperation", 5),
  PRIVILEGE_WITHDRAWN("privilegeWithdrawn", 9),
  AA_COMPROMISE("aACompromise", 10);

  /** CRLReason of a suspended certificate. */
  public static final int CERTIFICATE_HOLD = 6;

  private final String text;
  private final int code;

  RevocationReason(String text, int code) {
    this.text = text;
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** The name in RFC 5280. */
  public String text() {
    return text;
  }

  /** The reason with a code that was accepted before. */
  static RevocationReason of(int code) {
    return Arrays.stream(values())
        .filter(reason -> reason.code == code)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no revocation gives reason " + code));
  }

  /**
   * Reads a name of RFC 5280.
   *
   * @throws RequestRefused MALFORMED_REQUEST if a revocation may not give it
   */
  public static RevocationReason parse(String text) {
    return Arrays.stream(values())
        .filter(reason -> reason.text.equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new RequestRefused(
                    Refusal.MALFORMED_REQUEST,
                    "reason must be one of "
                        + Arrays.stream(values())
                            .map(RevocationReason::text)
                            .collect(Collectors.joining(", "))));
  }
}
