package org.opentws.audit.web;

import jakarta.ejb.EJB;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.Outcome;
import org.opentws.audit.review.AuditLine;
import org.opentws.audit.review.AuditPage;
import org.opentws.audit.review.AuditQuery;
import org.opentws.audit.review.AuditReviewService;
import org.opentws.audit.review.AuditVerification;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.portal.web.PageAction;

/** The audit log for its readers (AA4.1): filters, pages by position in the log, verification. */
@Named("audit")
@ViewScoped
public class AuditBean implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int PAGE_SIZE = 50;
  private static final int TEXT_MAX = 200;
  private static final AuditPage NOTHING = new AuditPage(List.of(), OptionalLong.empty());

  @EJB private AuditReviewService review;
  @Inject private PageAction page;

  private String from = "";
  private String to = "";
  private String type = "";
  private String user = "";
  private String outcome = "";
  private String before = "";

  private transient @Nullable AuditPage found;
  private transient @Nullable AuditVerification verification;

  /** Called once before the page is shown, so that it can say what it did not understand. */
  public void load() {
    found = page.load(() -> review.search(query()), NOTHING);
  }

  private AuditPage found() {
    AuditPage shown = found;
    return shown == null ? NOTHING : shown;
  }

  /** Newest first. */
  public List<AuditLine> getRecords() {
    return found().records();
  }

  /** Where the older page begins; empty if this is the oldest. */
  public String getNext() {
    OptionalLong next = found().next();
    return next.isPresent() ? Long.toString(next.getAsLong()) : "";
  }

  private AuditQuery query() {
    return new AuditQuery(
        time(from, "From"),
        time(to, "Until"),
        named(type, AuditEventType.values(), "event"),
        given(user),
        named(outcome, Outcome.values(), "outcome"),
        position(),
        PAGE_SIZE);
  }

  private static Optional<Instant> time(String text, String label) {
    try {
      return given(text).map(value -> LocalDateTime.parse(value).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      throw malformed(label + " is no time such as 2026-01-31T12:00");
    }
  }

  private static <E extends Enum<E>> Optional<E> named(String name, E[] values, String what) {
    return given(name)
        .map(
            wanted ->
                Arrays.stream(values)
                    .filter(value -> value.name().equals(wanted))
                    .findFirst()
                    .orElseThrow(() -> malformed("there is no such " + what)));
  }

  private OptionalLong position() {
    if (before.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!before.matches("[0-9]{1,18}")) {
      throw malformed("there is no such page");
    }
    return OptionalLong.of(Long.parseLong(before));
  }

  private static RequestRefused malformed(String detail) {
    return new RequestRefused(Refusal.MALFORMED_REQUEST, detail);
  }

  private static Optional<String> given(String text) {
    return Optional.of(text).filter(value -> !value.isEmpty());
  }

  /** Verifies the whole log (AA7.2); the result stands in the page that follows. */
  public void verify() {
    verification = page.load(() -> Optional.of(review.verify()), none()).orElse(null);
  }

  private static Optional<AuditVerification> none() {
    return Optional.empty();
  }

  public boolean isVerified() {
    return verification != null;
  }

  public @Nullable AuditVerification getVerification() {
    return verification;
  }

  public List<AuditEventType> getTypes() {
    return List.of(AuditEventType.values());
  }

  public List<Outcome> getOutcomes() {
    return List.of(Outcome.values());
  }

  private static String cleaned(@Nullable String text) {
    String stripped = text == null ? "" : text.strip();
    return stripped.length() > TEXT_MAX ? stripped.substring(0, TEXT_MAX) : stripped;
  }

  public String getFrom() {
    return from;
  }

  public void setFrom(@Nullable String from) {
    this.from = cleaned(from);
  }

  public String getTo() {
    return to;
  }

  public void setTo(@Nullable String to) {
    this.to = cleaned(to);
  }

  public String getType() {
    return type;
  }

  public void setType(@Nullable String type) {
    this.type = cleaned(type);
  }

  public String getUser() {
    return user;
  }

  public void setUser(@Nullable String user) {
    this.user = cleaned(user);
  }

  public String getOutcome() {
    return outcome;
  }

  public void setOutcome(@Nullable String outcome) {
    this.outcome = cleaned(outcome);
  }

  public String getBefore() {
    return before;
  }

  public void setBefore(@Nullable String before) {
    this.before = cleaned(before);
  }
}
