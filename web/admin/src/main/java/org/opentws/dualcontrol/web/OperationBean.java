package org.opentws.dualcontrol.web;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opentws.access.CurrentCaller;
import org.opentws.access.FactorProof;
import org.opentws.dualcontrol.DualControlService;
import org.opentws.dualcontrol.OperationView;
import org.opentws.dualcontrol.store.OperationState;
import org.opentws.portal.web.PageAction;
import org.opentws.portal.web.Said;

/** One dual-control operation, and the second person's decision on it. */
@Named("operation")
@ViewScoped
public class OperationBean implements Serializable {
  private static final long serialVersionUID = 1L;
  @Inject private DualControlService operations;
  @Inject private CurrentCaller caller;
  @Inject private PageAction page;

  private String id = "";
  private String reason = "";
  private transient String password = "";
  private transient String answer = "";

  /** As it was when the page was shown; the service judges by what is then. */
  private transient @Nullable OperationView shown;

  /** Called once before the page of one operation is shown. */
  public void load() {
    shown = page.load(() -> Optional.of(operations.find(id)), none()).orElse(null);
  }

  private static Optional<OperationView> none() {
    return Optional.empty();
  }

  private Optional<OperationView> view() {
    return Optional.ofNullable(shown);
  }

  public boolean isFound() {
    return view().isPresent();
  }

  /** Asked for only if it was found. */
  public OperationView getView() {
    return view().orElseThrow();
  }

  public List<Map.Entry<String, String>> getParameters() {
    return List.copyOf(getView().parameters().entrySet());
  }

  public List<Map.Entry<String, String>> getResult() {
    return getView().result().map(result -> List.copyOf(result.entrySet())).orElse(List.of());
  }

  public boolean isWaiting() {
    return view().map(v -> v.state() == OperationState.REQUESTED).orElse(false);
  }

  /** Whether this account asked for it: then somebody else must approve. */
  public boolean isOwn() {
    return view().map(v -> v.requestedBy().equals(caller.get().account())).orElse(false);
  }

  /** Agrees to exactly what the page showed. */
  public String approve() {
    page.perform(() -> said(operations.approve(id, view().map(OperationView::hash), proof())));
    return again();
  }

  private static Said said(OperationView decided) {
    return switch (decided.state()) {
      case EXECUTED -> Said.of("operation.executed");
      case REQUESTED -> Said.of("operation.approved");
      case APPROVED, EXECUTING, FAILED, REJECTED, EXPIRED, WITHDRAWN ->
          Said.of("operation.notExecuted");
    };
  }

  private Optional<FactorProof> proof() {
    String given = password;
    String answered = answer;
    password = "";
    answer = "";
    return Optional.of(
        answered.isEmpty() ? FactorProof.password(given) : FactorProof.authenticator(answered));
  }

  public String reject() {
    page.perform(() -> left(operations.reject(id, reason)));
    return again();
  }

  /** Of one's own accord it is a withdrawal, else a rejection. */
  private static Said left(OperationView ended) {
    return Said.of(
        ended.state() == OperationState.WITHDRAWN ? "operation.withdrawn" : "operation.rejected");
  }

  private static String again() {
    return "/admin/operation.xhtml?faces-redirect=true&includeViewParams=true";
  }

  public String getId() {
    return id;
  }

  public void setId(@Nullable String id) {
    this.id = id == null ? "" : id;
  }

  /** Never shown again. */
  public String getPassword() {
    return "";
  }

  public void setPassword(@Nullable String password) {
    this.password = password == null ? "" : password;
  }

  /** Never shown again. */
  public String getAnswer() {
    return "";
  }

  public void setAnswer(@Nullable String answer) {
    this.answer = answer == null ? "" : answer;
  }

  public String getReason() {
    return reason;
  }

  public void setReason(@Nullable String reason) {
    this.reason = reason == null ? "" : reason;
  }
}
