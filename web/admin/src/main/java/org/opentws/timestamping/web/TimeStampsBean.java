package org.opentws.timestamping.web;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.opentws.portal.web.PageAction;
import org.opentws.portal.web.Words;
import org.opentws.timestamping.TimeStampArchiveService;
import org.opentws.timestamping.TimeStampingUnit;
import org.opentws.timestamping.store.ArchivedTimeStamp;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/** Tokens by serial number, imprint or time (TS6.1), and the units that are offered. */
@Named("timeStamps")
@RequestScoped
public class TimeStampsBean {
  private static final int SHOWN = 100;
  private static final int TEXT_MAX = 200;

  @EJB private TimeStampArchiveService archive;
  @Inject private PageAction page;
  @Inject private Words words;

  private String serial = "";
  private String imprint = "";
  private String from = "";
  private String to = "";
  private List<ArchivedTimeStamp> found = List.of();
  private List<TimeStampingUnit> units = List.of();

  /** Called once before the page is shown, so that it can say what it did not understand. */
  public void load() {
    units = page.load(archive::units, List.of());
    if (isAsked()) {
      found = page.load(this::search, List.of());
    }
  }

  private List<ArchivedTimeStamp> search() {
    if (!serial.isEmpty()) {
      return List.of(archive.find(SerialNumber.parse(serial)));
    }
    if (!imprint.isEmpty()) {
      return archive.findByImprint(octets(imprint));
    }
    return archive.findByTime(time(from, "field.from"), time(to, "field.until"), SHOWN);
  }

  /** Whether anything was searched for. */
  public boolean isAsked() {
    return !(serial + imprint + from + to).isEmpty();
  }

  public List<ArchivedTimeStamp> getFound() {
    return found;
  }

  public List<TimeStampingUnit> getUnits() {
    return units;
  }

  /** The datum's hash, for people. */
  public String hex(Der octets) {
    return HexFormat.of().formatHex(octets.octets());
  }

  private Der octets(String hex) {
    try {
      return Der.of(HexFormat.of().parseHex(hex));
    } catch (IllegalArgumentException e) {
      throw page.malformed("malformed.imprint");
    }
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

  public String getSerial() {
    return serial;
  }

  public void setSerial(@Nullable String text) {
    serial = cleaned(text);
  }

  public String getImprint() {
    return imprint;
  }

  public void setImprint(@Nullable String text) {
    imprint = cleaned(text);
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
