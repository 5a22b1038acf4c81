package org.opentws.dissemination;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.time.TrustedTime;

/** Policy documents: for everybody, each version for ever. */
@Stateless
public class PolicyService {
  @Inject PolicyLibrary library;
  @Inject TrustedTime time;

  /**
   * The version in force today.
   *
   * @param id OID or short name of the policy or document
   * @throws RequestRefused NOT_FOUND
   */
  @PermitAll
  public DisseminatedObject current(String id) {
    LocalDate today = LocalDate.ofInstant(time.now(), ZoneOffset.UTC);
    return versions(id).stream()
        .filter(document -> !document.validFrom().isAfter(today))
        .max(Comparator.comparing(PolicyDocument::validFrom))
        .map(PolicyService::object)
        .orElseThrow(PolicyService::notFound);
  }

  /**
   * One version, in force or not.
   *
   * @throws RequestRefused NOT_FOUND
   */
  @PermitAll
  public DisseminatedObject version(String id, String version) {
    return versions(id).stream()
        .filter(document -> document.version().equals(version))
        .findFirst()
        .map(PolicyService::object)
        .orElseThrow(PolicyService::notFound);
  }

  private List<PolicyDocument> versions(String id) {
    return library.all().stream()
        .filter(document -> document.oid().equals(id) || document.name().equals(id))
        .toList();
  }

  private static DisseminatedObject object(PolicyDocument document) {
    return DisseminatedObject.of(
        document.text(), document.validFrom().atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  private static RequestRefused notFound() {
    return new RequestRefused(Refusal.NOT_FOUND, "no such policy document");
  }
}
