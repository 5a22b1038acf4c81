package org.opentws.authentication;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
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
  private static final String REFUSED = "the second factor is refused";

  @Inject LoginLedger ledger;
  @Inject AuthenticatorAnswers answers;
  @Inject AuthenticationConfiguration configuration;
  @Inject AuthenticationJournal journal;

  @Override
  public String challenge(Caller caller, SealedText decided) {
    return answers.question(caller.account(), decided);
  }

  @Override
  public FactorEvidence check(Caller caller, SealedText decided, FactorProof proof) {
    try {
      return switch (proof.kind()) {
        case PASSWORD -> password(caller, proof.secret());
        case WEBAUTHN -> authenticator(caller, decided, new String(proof.secret()));
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
      throw counted(caller, attempt, REFUSED);
    }
    ledger.forgive(caller.account());
    return new FactorEvidence(FactorProof.Kind.PASSWORD, "");
  }

  /** The answer itself is the evidence: whoever has the credential's key can verify it later. */
  private FactorEvidence authenticator(Caller caller, SealedText decided, String response) {
    OptionalInt attempt = ledger.claimAttempt(caller.account());
    Optional<String> objection = answers.objection(caller.account(), decided, response);
    if (attempt.isEmpty() || objection.isPresent()) {
      throw counted(caller, attempt, attempt.isEmpty() ? REFUSED : objection.orElse(REFUSED));
    }
    ledger.forgive(caller.account());
    return new FactorEvidence(FactorProof.Kind.WEBAUTHN, response);
  }

  private RequestRefused counted(Caller caller, OptionalInt attempt, String why) {
    if (attempt.orElse(0) >= configuration.attemptsMax()) {
      journal.locked(caller.account(), "fresh factor", attempt.getAsInt());
    }
    return new RequestRefused(Refusal.FACTOR_REFUSED, why);
  }
}
