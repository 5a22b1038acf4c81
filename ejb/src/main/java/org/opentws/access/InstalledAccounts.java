package org.opentws.access;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/**
 * The accounts as the signed installation document has them: the proof of those that nobody has
 * changed since. Filled once at the start, after the document's signature was verified.
 */
@ApplicationScoped
public class InstalledAccounts {
  private volatile Map<String, SealedText> statements = Map.of();

  public void remember(Map<String, SealedText> installed) {
    statements = Map.copyOf(installed);
  }

  /** Whether the document says exactly this of the account. */
  boolean say(String account, SealedText statement) {
    return statement.equals(statements.get(account));
  }
}
