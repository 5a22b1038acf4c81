package org.opentws.archive.web;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.opentws.archive.ArchiveFinding;
import org.opentws.archive.ArchiveService;
import org.opentws.archive.store.StoredArchive;
import org.opentws.portal.web.PageAction;
import org.opentws.portal.web.Words;

/** The archives, and what is in them by type and time (AR2.1). */
@Named("archivePage")
@RequestScoped
public class ArchivePageBean {
  private static final int SHOWN = 100;
  private static final int TEXT_MAX = 60;

  @EJB private ArchiveService archive;
  @Inject private PageAction page;
  @Inject private Words words;

  private String type = "";
  private String from = "";
  private String to = "";
  private List<ArchiveFinding> found = List.of();
  private List<StoredArchive> archives = List.of();

  /** Called once before the page is shown, so that it can say what it did not understand. */
  public void load() {
    archives = page.load(() -> archive.list(Long.MAX_VALUE, SHOWN), List.of());
    if (isAsked()) {
      found = page.load(this::search, List.of());
    }
  }

  private List<ArchiveFinding> search() {
    return archive.entries(
        type.toUpperCase(Locale.ROOT), time(from, "field.from"), time(to, "field.until"));
  }

  /** Whether anything was searched for. */
  public boolean isAsked() {
    return !(type + from + to).isEmpty();
  }

  public List<ArchiveFinding> getFound() {
    return found;
  }

  public List<StoredArchive> getArchives() {
    return archives;
  }

  private Instant time(String text, String label) {
    try {
      return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw page.malformed("malformed.time", words.say(label));
    }
  }

  private static String cleaned(@Nullable String text) {
    String stripped = text == null ? "" : text.strip();
    return stripped.length() > TEXT_MAX ? stripped.substring(0, TEXT_MAX) : stripped;
  }

  public String getType() {
    return type;
  }

  public void setType(@Nullable String text) {
    type = cleaned(text);
  }

  public String getFrom() {
    return from;
  }

  public void setFrom(@Nullable String text) {
    from = cleaned(text);
  }

  public String getTo() {
    return to;
  }

  public void setTo(@Nullable String text) {
    to = cleaned(text);
  }
}
