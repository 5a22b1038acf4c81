package org.opentws.access.administration;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.opentws.access.AuthenticatorRegistration;
import org.opentws.access.Caller;
import org.opentws.access.CurrentCaller;
import org.opentws.access.FactorCheck;
import org.opentws.access.FactorProof;
import org.opentws.access.SealedText;
import org.opentws.access.store.PermissionName;
import org.opentws.audit.AuditEventType;
import org.opentws.authentication.PasswordHash;
import org.opentws.authentication.PasswordPolicy;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.random.Randomness;

/** What everybody may do with the own account, alone. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class OwnAccountService {
  private static final int SALT_OCTETS = 16;
  private static final int LABEL_LENGTH_MAX = 60;

  @Inject OwnAccountChange change;
  @Inject FactorCheck factors;
  @Inject AuthenticatorRegistration registration;
  @Inject AccessJournal journal;
  @Inject Randomness randomness;
  @Inject CurrentCaller currentCaller;

  /** The caller's account, as it is now. */
  @RolesAllowed(PermissionName.PORTAL_USE)
  public UserView account() {
    return change.view(currentCaller.get().account());
  }

  /**
   * Another password; every session of the account ends, this one too.
   *
   * @param present the password as it is, or another second factor; wiped
   * @param next the password to be; wiped
   * @throws RequestRefused FACTOR_REFUSED; WEAK_PASSWORD
   */
  @RolesAllowed(PermissionName.PORTAL_USE)
  public void changePassword(FactorProof present, char[] next) {
    Caller caller = currentCaller.get();
    boolean same =
        present.kind() == FactorProof.Kind.PASSWORD && Arrays.equals(present.secret(), next);
    try {
      requireAuthenticated(caller, present);
      requireStrong(caller, next, same);
      byte[] salt = randomness.octets(SALT_OCTETS);
      change.password(caller.account(), PasswordHash.of(next, salt).text());
    } finally {
      present.wipe();
      PasswordHash.wipe(next);
    }
  }

  /** What a new authenticator must answer: options of WebAuthn's credentials.create, JSON. */
  @RolesAllowed(PermissionName.PORTAL_USE)
  public String authenticatorQuestion() {
    return registration.question(currentCaller.get());
  }

  /**
   * One more authenticator of the own account.
   *
   * @param present the second factor as it is
   * @param label 1 to 60 printable characters
   * @param response of WebAuthn's credentials.create, JSON
   * @throws RequestRefused FACTOR_REFUSED, MALFORMED_REQUEST; WRONG_STATE if it is registered
   */
  @RolesAllowed(PermissionName.PORTAL_USE)
  public void addAuthenticator(FactorProof present, String label, String response) {
    Caller caller = currentCaller.get();
    if (label.isBlank()
        || label.length() > LABEL_LENGTH_MAX
        || label.chars().anyMatch(Character::isISOControl)) {
      present.wipe();
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "label: 1 to 60 printable characters");
    }
    requireAuthenticated(caller, present);
    try {
      change.add(registration.answered(caller, label, response));
    } catch (RequestRefused refused) {
      throw recorded(caller, refused);
    }
  }

  /**
   * Takes an authenticator of the own account away; every session of the account ends.
   *
   * @param credentialId base64url
   * @throws RequestRefused FACTOR_REFUSED, NOT_FOUND
   */
  @RolesAllowed(PermissionName.PORTAL_USE)
  public void removeAuthenticator(FactorProof present, String credentialId) {
    Caller caller = currentCaller.get();
    requireAuthenticated(caller, present);
    change.removeAuthenticator(caller.account(), credentialId);
  }

  private void requireAuthenticated(Caller caller, FactorProof present) {
    try {
      factors.check(
          caller, SealedText.of("opentws-password-1", List.of(caller.account())), present);
    } catch (RequestRefused refused) {
      throw recorded(caller, refused);
    }
  }

  private RequestRefused recorded(Caller caller, RequestRefused refused) {
    journal.refused(
        AuditEventType.USER_CHANGED, caller.account(), caller.account(), refused.detail());
    return refused;
  }

  private static void requireStrong(Caller caller, char[] next, boolean same) {
    Optional<String> objection =
        same
            ? Optional.of("the password is the present one")
            : PasswordPolicy.objection(next, List.of(caller.account(), caller.person()));
    if (objection.isPresent()) {
      throw new RequestRefused(Refusal.WEAK_PASSWORD, objection.get());
    }
  }
}
