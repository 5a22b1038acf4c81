package org.opentws.revocationmanagement.web;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opentws.access.CurrentCaller;
import org.opentws.access.store.Permission;
import org.opentws.dissemination.CertificateReport;
import org.opentws.dissemination.DisseminationService;
import org.opentws.portal.web.PageAction;
import org.opentws.portal.web.Said;
import org.opentws.random.Randomness;
import org.opentws.revocationmanagement.RevocationReason;
import org.opentws.revocationmanagement.StatusChangeOrder;
import org.opentws.revocationmanagement.StatusChangeService;
import org.opentws.revocationmanagement.store.RequestState;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.value.SerialNumber;

/** One certificate, its status, and the change of it (RM1). */
@Named("certificate")
@ViewScoped
public class CertificateBean implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String MANAGEMENT_CA = "management";

  @Inject private DisseminationService dissemination;
  @Inject private StatusChangeService changes;
  @Inject private CurrentCaller caller;
  @Inject private Randomness randomness;
  @Inject private PageAction page;

  private String issuer = "";
  private String serial = "";
  private String reason = RevocationReason.UNSPECIFIED.text();

  /** Made when the page was shown: a second press of the button is the same request. */
  private String key = "";

  /** As it was when the page was shown; the service judges by what is then. */
  private transient @Nullable CertificateReport shown;

  /** Called once before the page is shown. */
  public void load() {
    shown =
        page.load(
                () -> Optional.of(dissemination.toOfficer(issuer, SerialNumber.parse(serial))),
                none())
            .orElse(null);
    key = randomness.identifier();
  }

  private static Optional<CertificateReport> none() {
    return Optional.empty();
  }

  private Optional<CertificateReport> report() {
    return Optional.ofNullable(shown);
  }

  public boolean isFound() {
    return report().isPresent();
  }

  /** Asked for only if it was found. */
  public CertificateReport getReport() {
    return report().orElseThrow();
  }

  public boolean isChangeable() {
    return mayChange() && report().map(r -> r.state() != CertificateState.REVOKED).orElse(false);
  }

  /** RM1.5a: certificates of infrastructure and officers are the Security Officers' alone. */
  private boolean mayChange() {
    return caller
        .get()
        .may(
            issuer.equals(MANAGEMENT_CA)
                ? Permission.STATUS_CHANGE_MANAGEMENT
                : Permission.STATUS_CHANGE_SUBJECT);
  }

  public boolean isSuspended() {
    return report().map(r -> r.state() == CertificateState.SUSPENDED).orElse(false);
  }

  /** The reason in force, in the words of RFC 5280. */
  public String getReasonText() {
    int code = report().flatMap(CertificateReport::reason).orElse(-1);
    return code == RevocationReason.CERTIFICATE_HOLD
        ? "certificateHold"
        : Arrays.stream(RevocationReason.values())
            .filter(candidate -> candidate.code() == code)
            .map(RevocationReason::text)
            .findFirst()
            .orElse("");
  }

  public List<String> getReasons() {
    return Arrays.stream(RevocationReason.values()).map(RevocationReason::text).toList();
  }

  public String revoke() {
    return change("revoke", Optional.of(reason), "certificate.revoked");
  }

  public String suspend() {
    return change("suspend", Optional.empty(), "certificate.suspended");
  }

  public String reinstate() {
    return change("reinstate", Optional.empty(), "certificate.reinstated");
  }

  private String change(String action, Optional<String> why, String done) {
    page.perform(() -> said(order(action, why), done));
    return "/admin/certificate.xhtml?faces-redirect=true&includeViewParams=true";
  }

  private StatusChangeOrder order(String action, Optional<String> why) {
    return new StatusChangeOrder(
        key, issuer, SerialNumber.parse(serial), action, why, Optional.empty(), Optional.empty());
  }

  private Said said(StatusChangeOrder order, String done) {
    boolean isDone = changes.request(order).state() == RequestState.DONE;
    return Said.of(isDone ? done : "certificate.later");
  }

  public String getIssuer() {
    return issuer;
  }

  public void setIssuer(@Nullable String issuer) {
    this.issuer = issuer == null ? "" : issuer;
  }

  public String getSerial() {
    return serial;
  }

  public void setSerial(@Nullable String serial) {
    this.serial = serial == null ? "" : serial;
  }

  public String getReason() {
    return reason;
  }

  public void setReason(@Nullable String reason) {
    this.reason = reason == null ? "" : reason;
  }
}
