package org.opentws.audit.web;

import jakarta.ejb.EJB;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.Outcome;
import org.opentws.audit.review.AuditLine;
import org.opentws.audit.review.AuditPage;
import org.opentws.audit.review.AuditQuery;
import org.opentws.audit.review.AuditReviewService;
import org.opentws.audit.review.AuditText;
import org.opentws.audit.review.AuditVerification;
import org.opentws.audit.review.AuditVerificationService;
import org.opentws.audit.review.AuditVerificationService.Extent;
import org.opentws.portal.web.PageAction;
import org.opentws.portal.web.Words;

/** The audit log for its readers (AA4.1): filters, pages by position in the log, verification. */
@Named("audit")
@ViewScoped
public class AuditBean implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int PAGE_SIZE = 50;
  private static final int TEXT_MAX = 200;
  private static final AuditPage NOTHING = new AuditPage(List.of(), OptionalLong.empty());

  @EJB private AuditReviewService review;
  @EJB private AuditVerificationService verifier;
  @Inject private PageAction page;
  @Inject private Words words;

  private String from = "";
  private String to = "";
  private String type = "";
  private String user = "";
  private String outcome = "";
  private String object = "";
  private String text = "";
  private String about = "";
  private String before = "";

  private transient @Nullable AuditPage found;
  private transient @Nullable AuditVerification verification;

  /** Called once before the page is shown, so that it can say what it did not understand. */
  public void load() {
    found =
        page.load(
            () ->
                about.isEmpty()
                    ? review.search(query())
                    : review.history(about, position(), PAGE_SIZE),
            NOTHING);
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
        time(from, "field.from"),
        time(to, "field.until"),
        named(type, AuditEventType.values(), "malformed.event"),
        given(user),
        named(outcome, Outcome.values(), "malformed.outcome"),
        given(object),
        given(text),
        position(),
        PAGE_SIZE);
  }

  private Optional<Instant> time(String text, String label) {
    try {
      return given(text).map(value -> LocalDateTime.parse(value).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      throw page.malformed("malformed.time", words.say(label));
    }
  }

  private <E extends Enum<E>> Optional<E> named(String name, E[] values, String unknown) {
    return given(name)
        .map(
            wanted ->
                Arrays.stream(values)
                    .filter(value -> value.name().equals(wanted))
                    .findFirst()
                    .orElseThrow(() -> page.malformed(unknown)));
  }

  private OptionalLong position() {
    if (before.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!before.matches("[0-9]{1,18}")) {
      throw page.malformed("malformed.page");
    }
    return OptionalLong.of(Long.parseLong(before));
  }

  private static Optional<String> given(String text) {
    return Optional.of(text).filter(value -> !value.isEmpty());
  }

  /** Verifies the whole log (AA7.2); the result stands in the page that follows. */
  public void verify() {
    verify(Extent.COMPLETE);
  }

  /** Verifies what came after the last verification of this node. */
  public void verifyNew() {
    verify(Extent.INCREMENTAL);
  }

  private void verify(Extent extent) {
    verification = page.load(() -> Optional.of(verifier.verify(extent)), none()).orElse(null);
  }

  /** For people: each detail's own words; those erased say so. */
  public Map<String, String> details(AuditLine line) {
    Map<String, String> readable = new LinkedHashMap<>();
    line.details().forEach((name, value) -> readable.put(AuditText.title(name), value));
    line.erased().forEach(name -> readable.put(AuditText.title(name), words.say("audit.erased")));
    return readable;
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

  /** Where this search can be had as a file; its filters are those of the page. */
  public String exportLink(String format) {
    StringBuilder link = new StringBuilder("/api/v1/audit/export?");
    exportTime(link, "from", from);
    exportTime(link, "to", to);
    parameter(link, "type", type);
    parameter(link, "user", user);
    parameter(link, "outcome", outcome);
    parameter(link, "object", object);
    parameter(link, "text", text);
    return link.append("format=").append(format).toString();
  }

  private void exportTime(StringBuilder link, String name, String local) {
    try {
      time(local, "field.from").ifPresent(instant -> parameter(link, name, instant.toString()));
    } catch (PageAction.Malformed e) {
      parameter(link, name, local);
    }
  }

  private static void parameter(StringBuilder link, String name, String value) {
    if (!value.isEmpty()) {
      link.append(name)
          .append('=')
          .append(URLEncoder.encode(value, StandardCharsets.UTF_8))
          .append('&');
    }
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

  public String getObject() {
    return object;
  }

  public void setObject(@Nullable String object) {
    this.object = cleaned(object);
  }

  public String getText() {
    return text;
  }

  public void setText(@Nullable String text) {
    this.text = cleaned(text);
  }

  /** The object whose whole history is shown; empty for a search. */
  public String getAbout() {
    return about;
  }

  public void setAbout(@Nullable String about) {
    this.about = cleaned(about);
  }

  public String getBefore() {
    return before;
  }

  public void setBefore(@Nullable String before) {
    this.before = cleaned(before);
  }
}
