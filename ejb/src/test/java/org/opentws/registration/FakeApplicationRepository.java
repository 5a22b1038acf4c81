package org.opentws.registration;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opentws.registration.store.ApplicationRepository;
import org.opentws.registration.store.ApplicationState;
import org.opentws.registration.store.CertificateApplication;
import org.opentws.registration.store.ScopedTo;
import org.opentws.value.Der;

/** Keeps applications in memory; the attempt's time is judged by the entity itself. */
class FakeApplicationRepository extends ApplicationRepository {
  final Map<String, CertificateApplication> rows = new LinkedHashMap<>();
  boolean failOnStore;

  @Override
  public void reserveKey(Der publicKeySha256) {}

  @Override
  public boolean keyIsClaimedByAnother(Der publicKeySha256, String subject) {
    return rows.values().stream()
        .filter(a -> a.state() != ApplicationState.REJECTED)
        .filter(a -> a.state() != ApplicationState.REFUSED)
        .filter(a -> a.publicKeySha256().equals(publicKeySha256))
        .anyMatch(a -> !a.subject().equals(subject));
  }

  @Override
  public void add(CertificateApplication application) {
    rows.put(application.id(), application);
  }

  @Override
  public Optional<CertificateApplication> find(String id) {
    return Optional.ofNullable(rows.get(id));
  }

  @Override
  public void store() {
    if (failOnStore) {
      throw new IllegalStateException("the node died here");
    }
  }

  @Override
  public List<CertificateApplication> list(
      ApplicationState state, ScopedTo scoped, int page, int pageSize) {
    return rows.values().stream()
        .filter(a -> a.state() == state)
        .filter(scoped::covers)
        .skip((long) page * pageSize)
        .limit(pageSize)
        .toList();
  }

  @Override
  public long count(ApplicationState state, ScopedTo scoped) {
    return rows.values().stream().filter(a -> a.state() == state).filter(scoped::covers).count();
  }

  @Override
  public List<String> unfinished(Instant attemptedBefore, int limit) {
    return rows.values().stream()
        .filter(a -> a.state() == ApplicationState.APPROVED)
        .map(CertificateApplication::id)
        .limit(limit)
        .toList();
  }
}
