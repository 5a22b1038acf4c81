package org.opentws.authentication;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.OptionalInt;
import org.opentws.access.Caller;
import org.opentws.access.FactorCheck;
import org.opentws.access.FactorEvidence;
import org.opentws.access.FactorProof;
import org.opentws.access.SealedText;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/** The second factor for one decision; wrong ones count towards the lock like those of a login. */
@ApplicationScoped
public class FreshFactors implements FactorCheck {
  @Inject LoginLedger ledger;
  @Inject AuthenticationConfiguration configuration;
  @Inject AuthenticationJournal journal;

  @Override
  public FactorEvidence check(Caller caller, SealedText decided, FactorProof proof) {
    try {
      return switch (proof.kind()) {
        case PASSWORD -> password(caller, proof.secret());
        case WEBAUTHN -> throw refused();
      };
    } finally {
      proof.wipe();
    }
  }

  private FactorEvidence password(Caller caller, char[] password) {
    // IA2.1: counted before it is looked at.
    OptionalInt attempt = ledger.claimAttempt(caller.account());
    boolean matches = ledger.passwordOf(caller.account()).matches(password);
    if (attempt.isEmpty() || !matches) {
      if (attempt.orElse(0) >= configuration.attemptsMax()) {
        journal.locked(caller.account(), "fresh factor", attempt.getAsInt());
      }
      throw refused();
    }
    ledger.forgive(caller.account());
    return new FactorEvidence(FactorProof.Kind.PASSWORD, "");
  }

  private static RequestRefused refused() {
    return new RequestRefused(Refusal.FACTOR_REFUSED, "the second factor is refused");
  }
}
