package org.opentws.personaldata;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.registration.ApplicationJson;
import org.opentws.registration.store.ApplicationRepository;
import org.opentws.registration.store.CertificateApplication;

/** Finds the person of an application, and every other application of that person. */
@ApplicationScoped
public class PersonApplications {
  @Inject ApplicationRepository applications;

  /**
   * The application itself.
   *
   * @throws RequestRefused NOT_FOUND
   */
  CertificateApplication named(String id) {
    return applications
        .find(id)
        .orElseThrow(() -> new RequestRefused(Refusal.NOT_FOUND, "no such application"));
  }

  /**
   * All applications of the same person, oldest first; the application alone if it was erased. Each
   * application that there is is looked at: an index over persons would be one more list of them.
   */
  List<CertificateApplication> samePerson(CertificateApplication application) {
    if (application.erasedAt().isPresent()) {
      return List.of(application);
    }
    PersonIdentity person = identity(application);
    List<CertificateApplication> found = new ArrayList<>();
    applications.each(
        other -> {
          if (other.erasedAt().isEmpty() && identity(other).equals(person)) {
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
