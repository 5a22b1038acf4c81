package org.opentws.registration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.TreeSet;
import org.opentws.access.ScopeNames;
import org.opentws.keymanagement.KeyRegister;
import org.opentws.keymanagement.RegisteredKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.registration.store.ScopedTo;
import org.opentws.value.Scope;

/** Scopes as registration understands them (SA1.1). */
@ApplicationScoped
public class ApplicationScopes implements ScopeNames {
  @Inject ProfileRules rules;
  @Inject RegistrationConfiguration configuration;
  @Inject KeyRegister keys;

  /** The applications of a scope. */
  public ScopedTo of(Scope scope) {
    return new ScopedTo(scope, rules.issuer());
  }

  @Override
  public Set<String> cas() {
    Set<String> cas = new TreeSet<>();
    for (KeyPurpose purpose :
        Set.of(KeyPurpose.CERTIFICATE_SIGNING, KeyPurpose.MANAGEMENT_CERTIFICATE_SIGNING)) {
      keys.ofPurpose(purpose).stream().map(RegisteredKey::owner).forEach(cas::add);
    }
    return cas;
  }

  @Override
  public Set<String> registrationAuthorities() {
    return Set.copyOf(configuration.authorities());
  }

  @Override
  public Set<String> profiles() {
    return rules.offered();
  }
}
