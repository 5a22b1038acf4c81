package org.opentws.registration.web;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opentws.access.CurrentCaller;
import org.opentws.access.store.Permission;
import org.opentws.portal.web.PageAction;
import org.opentws.registration.ApplicationReview;
import org.opentws.registration.ApprovalService;
import org.opentws.registration.RegistrationService;
import org.opentws.registration.store.ApplicationState;

/** One application with its evidence, and the officer's decision (R1.5). */
@Named("applicationReview")
@ViewScoped
public class ApplicationBean implements Serializable {
  private static final long serialVersionUID = 1L;
  @Inject private RegistrationService registration;
  @Inject private ApprovalService approvals;
  @Inject private CurrentCaller caller;
  @Inject private PageAction page;

  private String id = "";
  private String reason = "";

  /** As it was when the page was shown; the service judges by what is then. */
  private transient @Nullable ApplicationReview shown;

  /** Called once before the page is shown. */
  public void load() {
    shown = page.load(() -> Optional.of(registration.review(id)), none()).orElse(null);
  }

  private static Optional<ApplicationReview> none() {
    return Optional.empty();
  }

  private Optional<ApplicationReview> review() {
    return Optional.ofNullable(shown);
  }

  public boolean isFound() {
    return review().isPresent();
  }

  /** Asked for only if it was found. */
  public ApplicationReview getReview() {
    return review().orElseThrow();
  }

  public boolean isWaiting() {
    return state(ApplicationState.SUBMITTED) || state(ApplicationState.APPROVED);
  }

  public boolean isRejectable() {
    return state(ApplicationState.SUBMITTED);
  }

  /** Whether the person's data can be taken out here (EIDAS-24.2.j). */
  public boolean isPersonalDataOpen() {
    return caller.get().may(Permission.PERSONAL_DATA_EXPORT);
  }

  private boolean state(ApplicationState state) {
    return review().map(r -> r.progress().state() == state).orElse(false);
  }

  public String approve() {
    page.perform(() -> approvals.approve(id, List.of()), "application.approved");
    return again();
  }

  public String reject() {
    page.perform(() -> approvals.reject(id, reason), "application.rejected");
    return again();
  }

  private String again() {
    return "/admin/application.xhtml?faces-redirect=true&includeViewParams=true";
  }

  public String getId() {
    return id;
  }

  public void setId(@Nullable String id) {
    this.id = id == null ? "" : id;
  }

  public String getReason() {
    return reason;
  }

  public void setReason(@Nullable String reason) {
    this.reason = reason == null ? "" : reason;
  }
}
