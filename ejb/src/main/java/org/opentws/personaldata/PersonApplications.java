package org.opentws.personaldata;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.opentws.access.CurrentCaller;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.registration.ApplicationJson;
import org.opentws.registration.ApplicationScopes;
import org.opentws.registration.store.ApplicationRepository;
import org.opentws.registration.store.CertificateApplication;
import org.opentws.registration.store.ScopedTo;
import org.opentws.value.Scope;

/** Finds the person of an application, and every other application of that person. */
@ApplicationScoped
public class PersonApplications {
  /** What can be the id of an application. */
  private static final Pattern ID =
      Pattern.compile("(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])");

  @Inject ApplicationRepository applications;
  @Inject ApplicationScopes scopes;
  @Inject CurrentCaller caller;

  /**
   * The application itself.
   *
   * @throws RequestRefused NOT_FOUND, also if the caller does not work for it
   */
  CertificateApplication named(String id) {
    return named(id, caller.get().scope());
  }

  /** The same for somebody who works for that scope. */
  CertificateApplication named(String id, Scope scope) {
    return find(id, scope)
        .orElseThrow(() -> new RequestRefused(Refusal.NOT_FOUND, "no such application"));
  }

  Optional<CertificateApplication> find(String id, Scope scope) {
    return applications.find(id, scopes.of(scope));
  }

  /** Whether a text names no application that the caller does not work for. */
  boolean isInside(String text) {
    return isInside(text, caller.get().scope());
  }

  /** Whether a text names no application outside of the scope. */
  boolean isInside(String text, Scope scope) {
    return scope.isEverything()
        || ID.matcher(text)
            .results()
            .flatMap(named -> applications.find(named.group()).stream())
            .allMatch(scopes.of(scope)::covers);
  }

  /** All applications of the same person that the caller works for; see the other. */
  List<CertificateApplication> samePerson(CertificateApplication application) {
    return samePerson(application, caller.get().scope());
  }

  /**
   * All applications of the same person within the scope, oldest first; the application alone if it
   * was erased. Each application that there is is looked at: an index over persons would be one
   * more list of them.
   */
  List<CertificateApplication> samePerson(CertificateApplication application, Scope scope) {
    if (application.erasedAt().isPresent()) {
      return List.of(application);
    }
    ScopedTo scoped = scopes.of(scope);
    PersonIdentity person = identity(application);
    List<CertificateApplication> found = new ArrayList<>();
    applications.each(
        other -> {
          if (scoped.covers(other)
              && other.erasedAt().isEmpty()
              && identity(other).equals(person)) {
            found.add(other);
          }
        });
    found.sort(Comparator.comparing(CertificateApplication::submittedAt));
    return found;
  }

  static PersonIdentity identity(CertificateApplication application) {
    return PersonIdentity.of(ApplicationJson.subject(application.subject()));
  }
}
