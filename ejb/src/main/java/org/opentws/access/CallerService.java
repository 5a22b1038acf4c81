package org.opentws.access;

import jakarta.annotation.Resource;
import jakarta.annotation.security.DeclareRoles;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Local;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;

/**
 * Says who is calling. An officer is known only from the session that authentication checked at
 * this very request; without one the caller is "system" if the container vouches for that role
 * (message consumers and timers), else "anonymous". Neither has any of the six roles.
 */
@Stateless
@Local(CurrentCaller.class)
@DeclareRoles(RoleName.SYSTEM)
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class CallerService implements CurrentCaller {
  @Resource SessionContext context;
  @Inject RequestCaller requestCaller;

  @Override
  @PermitAll
  public Caller get() {
    return ofRequest().orElseGet(this::withoutSession);
  }

  private Optional<Caller> ofRequest() {
    try {
      return requestCaller.get();
    } catch (ContextNotActiveException e) {
      return Optional.empty();
    }
  }

  private Caller withoutSession() {
    String name = context.isCallerInRole(RoleName.SYSTEM) ? "system" : "anonymous";
    return new Caller(name, name, Set.of());
  }
}
