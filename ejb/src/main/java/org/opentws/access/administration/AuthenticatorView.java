package org.opentws.access.administration;

import java.time.Instant;
import org.opentws.access.store.AuthenticatorRow;

/**
 * A FIDO2 authenticator as people see it.
 *
 * @param id of the credential, base64url
 * @param label that its owner gave
 */
public record AuthenticatorView(String id, String label, Instant registeredAt) {
  static AuthenticatorView of(AuthenticatorRow row) {
    return new AuthenticatorView(row.credentialId(), row.label(), row.registeredAt());
  }
}
