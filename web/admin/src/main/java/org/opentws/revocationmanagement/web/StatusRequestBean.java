package org.opentws.revocationmanagement.web;

import jakarta.ejb.EJB;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opentws.access.CurrentCaller;
import org.opentws.access.store.Permission;
import org.opentws.portal.web.PageAction;
import org.opentws.portal.web.Said;
import org.opentws.revocationmanagement.StatusChangeDecisionService;
import org.opentws.revocationmanagement.store.PendingRequest;
import org.opentws.revocationmanagement.store.RequestState;
import org.opentws.value.SerialNumber;

/** What a subject or third party asks for one certificate, and the officer's decision (5.3.5.2). */
@Named("statusRequest")
@ViewScoped
public class StatusRequestBean implements Serializable {
  private static final long serialVersionUID = 1L;

  @EJB private StatusChangeDecisionService decisions;
  @Inject private CurrentCaller caller;
  @Inject private PageAction page;

  private String id = "";
  private String reason = "";

  /** As it was when the page was shown; the service judges by what is then. */
  private transient @Nullable PendingRequest shown;

  /** Called once before the page is shown, after the certificate was looked for. */
  public void load(CertificateBean certificate) {
    if (!certificate.isFound() || !mayDecide()) {
      return;
    }
    Optional<PendingRequest> none = Optional.empty();
    shown =
        page.load(
                () ->
                    decisions.pending(
                        certificate.getIssuer(), SerialNumber.parse(certificate.getSerial())),
                none)
            .orElse(null);
    id = waiting().map(pending -> pending.request().id()).orElse("");
  }

  private boolean mayDecide() {
    return caller.get().may(Permission.STATUS_CHANGE_SUBJECT)
        || caller.get().may(Permission.STATUS_CHANGE_MANAGEMENT);
  }

  private Optional<PendingRequest> waiting() {
    return Optional.ofNullable(shown);
  }

  public boolean isWaiting() {
    return waiting().isPresent();
  }

  /** The name of what is asked for. */
  public String getAction() {
    return waiting().map(pending -> pending.request().action().name()).orElse("");
  }

  public String getRequester() {
    return waiting().map(pending -> pending.request().requester()).orElse("");
  }

  public Optional<Instant> getReceivedAt() {
    return waiting().map(PendingRequest::receivedAt);
  }

  public String approve() {
    page.perform(
        () ->
            decisions.approve(id).state() == RequestState.DONE
                ? Said.of("certificate.granted")
                : Said.of("certificate.grantedLater"));
    return again();
  }

  public String reject() {
    page.perform(() -> decisions.reject(id, reason), "certificate.declined");
    return again();
  }

  private static String again() {
    return "/admin/certificate.xhtml?faces-redirect=true&includeViewParams=true";
  }

  public String getReason() {
    return reason;
  }

  public void setReason(@Nullable String reason) {
    this.reason = reason == null ? "" : reason;
  }
}
