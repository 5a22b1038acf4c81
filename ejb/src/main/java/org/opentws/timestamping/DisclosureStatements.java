package org.opentws.timestamping;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.opentws.timestamping.store.UnitVersion;
import org.opentws.value.Der;

/**
 * The disclosure statement of each policy that two persons defined (EN 319 421, annex B; TS3.2,
 * TS3.3): made from the definition, so that it cannot say anything else than what is kept.
 */
@ApplicationScoped
public class DisclosureStatements {
  @Inject TimeStampPolicies policies;

  /**
   * One version of one policy's statement.
   *
   * @param policy object identifier
   * @param text HTML, UTF-8
   */
  public record Statement(String policy, String version, String title, Instant since, Der text) {}

  /** Every version of every defined policy, oldest first. */
  public List<Statement> all() {
    List<Statement> statements = new ArrayList<>();
    for (UnitVersion version : policies.known().versions()) {
      if (version.offered()) {
        TimeStampingUnit unit = UnitHistory.read(version);
        String title = "Time-stamping disclosure statement of policy " + unit.policy();
        statements.add(
            new Statement(
                unit.policy(),
                Integer.toString(version.version()),
                title,
                version.at(),
                Der.of(text(unit, version, title).getBytes(StandardCharsets.UTF_8))));
      }
    }
    return statements;
  }

  /** Nothing in it needs escaping: names, numbers and object identifiers only. */
  private static String text(TimeStampingUnit unit, UnitVersion version, String title) {
    String accuracy =
        unit.accuracy().map(a -> a.toMillis() + " ms, declared in each token").orElse("1 s");
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><title>%1$s</title></head>
        <body>
        <h1>%1$s</h1>
        <p>Version %2$d, valid from %3$s. Unit: %4$s.</p>
        <h2>Tokens</h2>
        <p>%5$s</p>
        <p>Accepted imprints: SHA-256, SHA-384, SHA-512, SHA3-256, SHA3-384, SHA3-512. Accuracy of the time
        to UTC: %6$s. While the clock may be off by more than %7$d ms no token is issued.</p>
        <h2>Who may ask</h2>
        <p>%8$s</p>
        <h2>Verification</h2>
        <p>Verify the token's signature with the unit's certificate, whose status its issuer's OCSP service and CRL
        tell, and compare the imprint with the hash of your data. A token proves that the data existed at its
        time; do not rely on it beyond its accuracy, nor on the order of two tokens whose times are nearer than that.</p>
        <h2>Records</h2>
        <p>Each token is archived and recorded in a tamper-evident log before it is delivered.</p>
        </body>
        </html>
        """
        .formatted(
            title,
            version.version(),
            version.at(),
            unit.id(),
            unit.qualified()
                ? "Tokens are qualified electronic time-stamps; each says so (EN 319 422, 9.1)."
                : "Tokens are not qualified electronic time-stamps.",
            accuracy,
            unit.tolerance().toMillis(),
            unit.registeredOnly() ? "Registered clients." : "Anybody.");
  }
}
