package org.opentws.registration.store;

import jakarta.persistence.TypedQuery;
import java.util.Optional;
import org.opentws.value.Scope;

/**
 * Which applications somebody works for (SA1.1). An application that has no certificate belongs to
 * the CA that certificates are ordered from, one that has to the CA that issued it.
 *
 * @param orderedFrom id of the CA that certificates are ordered from at present
 */
public record ScopedTo(Scope scope, String orderedFrom) {
  /** No application is outside of it. */
  public static ScopedTo everything() {
    return new ScopedTo(Scope.EVERYTHING, "");
  }

  /** Whether it covers the application. */
  public boolean covers(CertificateApplication application) {
    return scope.covers(
        application.issuer().orElse(orderedFrom), Optional.of(application.registrationAuthority()));
  }

  /** The same as a condition of a query about applications "a"; begins with AND, or is empty. */
  String condition() {
    return (scope.cas().isPresent() ? " AND COALESCE(a.issuer, :orderedFrom) IN :cas" : "")
        + (scope.registrationAuthorities().isPresent()
            ? " AND a.registrationAuthority IN :authorities"
            : "");
  }

  /** Sets the values of the condition. */
  <T> TypedQuery<T> set(TypedQuery<T> query) {
    scope
        .cas()
        .ifPresent(cas -> query.setParameter("orderedFrom", orderedFrom).setParameter("cas", cas));
    scope
        .registrationAuthorities()
        .ifPresent(authorities -> query.setParameter("authorities", authorities));
    return query;
  }
}
