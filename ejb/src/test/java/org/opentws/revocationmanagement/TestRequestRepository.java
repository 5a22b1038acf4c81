package org.opentws.revocationmanagement;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opentws.error.Refusal;
import org.opentws.revocationmanagement.store.RequestOutcome;
import org.opentws.revocationmanagement.store.RequestState;
import org.opentws.revocationmanagement.store.StatusChangeRequest;
import org.opentws.revocationmanagement.store.StatusChangeRequestRepository;

/** The inbox in memory; without transactions, so a test looks at the effect, not at a rollback. */
final class TestRequestRepository extends StatusChangeRequestRepository {
  final Map<String, StatusChangeRequest> requests = new HashMap<>();
  final Map<String, RequestOutcome> outcomes = new HashMap<>();

  @Override
  public boolean insert(StatusChangeRequest request, RequestState state, Instant receivedAt) {
    if (requests.putIfAbsent(request.id(), request) != null) {
      return false;
    }
    outcome(request.id(), state, Optional.empty(), "", receivedAt);
    return true;
  }

  private void outcome(
      String id, RequestState state, Optional<Refusal> refusal, String detail, Instant at) {
    Optional<Instant> decided = state == RequestState.RECEIVED ? Optional.empty() : Optional.of(at);
    outcomes.put(id, new RequestOutcome(id, state, refusal, detail, at, decided, decided));
  }

  private boolean isOpen(String id) {
    RequestOutcome outcome = outcomes.get(id);
    return outcome != null && outcome.state() == RequestState.RECEIVED;
  }

  @Override
  public Optional<StatusChangeRequest> find(String id) {
    return Optional.ofNullable(requests.get(id));
  }

  @Override
  public Optional<StatusChangeRequest> claim(String id, Instant effectAt) {
    if (!isOpen(id)) {
      return Optional.empty();
    }
    outcome(id, RequestState.DONE, Optional.empty(), "", effectAt);
    return find(id);
  }

  @Override
  public boolean refuse(String id, Refusal refusal, String detail, Instant decidedAt) {
    // The transaction that claimed it was rolled back before.
    outcome(id, RequestState.REFUSED, Optional.of(refusal), detail, decidedAt);
    return true;
  }

  @Override
  public List<StatusChangeRequest> takeLate(Instant receivedBefore) {
    return List.of();
  }

  @Override
  public List<StatusChangeRequest> takeOverdue(Instant receivedBefore) {
    return requests.values().stream().filter(request -> isOpen(request.id())).toList();
  }

  @Override
  public Optional<RequestOutcome> outcome(String id) {
    return Optional.ofNullable(outcomes.get(id));
  }
}
