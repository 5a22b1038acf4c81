package org.opentws.dissemination;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.time.TrustedTime;
import org.opentws.timestamping.DisclosureStatements;

/** Policy documents: for everybody, each version for ever. */
@Stateless
public class PolicyService {
  @Inject PolicyLibrary library;
  @Inject DisclosureStatements statements;
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
        // Of two of one day, the one that came later.
        .reduce((one, next) -> next.validFrom().isBefore(one.validFrom()) ? one : next)
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
    List<PolicyDocument> shipped =
        library.all().stream()
            .filter(document -> document.oid().equals(id) || document.name().equals(id))
            .toList();
    return shipped.isEmpty() ? disclosures(id) : shipped;
  }

  private List<PolicyDocument> disclosures(String policy) {
    return statements.all().stream()
        .filter(statement -> statement.policy().equals(policy))
        .map(PolicyService::disclosure)
        .toList();
  }

  /** TS3.2, TS3.3: of each time-stamping policy that was defined here. */
  private static PolicyDocument disclosure(DisclosureStatements.Statement statement) {
    return new PolicyDocument(
        statement.policy(),
        statement.policy(),
        "PDS",
        statement.version(),
        statement.title(),
        LocalDate.ofInstant(statement.since(), ZoneOffset.UTC),
        statement.text());
  }

  private static DisseminatedObject object(PolicyDocument document) {
    return DisseminatedObject.of(
        document.text(), document.validFrom().atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  private static RequestRefused notFound() {
    return new RequestRefused(Refusal.NOT_FOUND, "no such policy document");
  }
}
