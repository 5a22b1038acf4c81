package org.opentws.audit;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.opentws.audit.format.BrokenLog;

/**
 * Parameters of the audit function, changed by two persons only (AA1.1d). None of them switches
 * recording off, or chooses what is recorded: everything is, always.
 */
public enum AuditParameter {
  SPACE_ALLOTTED(
      "space-allotted-mebibytes", "102400", "[1-9][0-9]{0,8}", "room for the audit log, in MiB"),
  SPACE_THRESHOLD(
      "space-threshold-percent",
      "20",
      "[1-9][0-9]?",
      "an alarm is raised when less of the room is left, in percent (AA2.3)"),
  SPACE_RESERVED(
      "space-reserved-mebibytes",
      "64",
      "[1-9][0-9]{0,4}",
      "room kept back for the records of a full disk, in MiB (AA2.1)"),
  ALARM_QUIET(
      "alarm-quiet-seconds",
      "3600",
      "[1-9][0-9]{0,5}",
      "an open alarm that happens again is announced again after this time, in seconds"),
  ALARM_RATE(
      "alarm-rate-per-minute",
      "30",
      "[1-9][0-9]{0,3}",
      "announcements that one sink gets in a minute; more wait"),
  ALARM_MAIL_TO("alarm-mail-to", "", "|[^\\s@,]+@[^\\s@,]+(,[^\\s@,]+@[^\\s@,]+)*", "e-mail to"),
  ALARM_MAIL_FROM("alarm-mail-from", "", "|[^\\s@,]+@[^\\s@,]+", "e-mail from"),
  ALARM_MAIL_SERVER(
      "alarm-mail-server", "", "|[A-Za-z0-9.-]+:[0-9]{1,5}", "SMTP server, host:port"),
  ALARM_MAIL_SECURITY(
      "alarm-mail-security", "STARTTLS", "NONE|STARTTLS|TLS", "NONE, STARTTLS or TLS"),
  ALARM_WEBHOOK(
      "alarm-webhook", "", "|https?://[!-~]+", "URL that signed alarms are sent to, by POST"),
  ALARM_SYSLOG(
      "alarm-syslog", "", "|[A-Za-z0-9.-]+:[0-9]{1,5}", "syslog server (RFC 5425, TLS), host:port"),
  EXPIRY_WARNING(
      "expiry-warning-days",
      "30",
      "[1-9][0-9]{0,3}",
      "a key or certificate is about to expire so many days before its end"),
  WITNESSES(
      "witnesses",
      "",
      "[ -~]*",
      "outside witnesses of the log (C2SP tlog-witness): key (name+id+base64), blank, URL; commas between them"),
  TIME_STAMP_URL(
      "time-stamp-url",
      "",
      "|https?://[!-~]+",
      "time-stamping authority (RFC 3161 by HTTP) for checkpoints of the log: an own unit or another provider's"),
  TIME_STAMP_PERIOD(
      "time-stamp-period-seconds",
      "3600",
      "[1-9][0-9]{0,5}",
      "the newest checkpoint is time-stamped once in this time, in seconds"),
  TIME_STAMP_PATIENCE(
      "time-stamp-patience-seconds",
      "3600",
      "[1-9][0-9]{0,5}",
      "an alarm is raised when no time-stamp could be had for this time, in seconds"),
  WITNESS_PERIOD(
      "witness-period-seconds",
      "60",
      "[1-9][0-9]{0,4}",
      "a witness gets at most one checkpoint in this time, in seconds"),
  WITNESS_PATIENCE(
      "witness-patience-seconds",
      "600",
      "[1-9][0-9]{0,5}",
      "an alarm is raised when a witness has not cosigned for this time, in seconds");

  private static final int CHARACTERS_MAX = 1000;

  private final String parameterName;
  private final String standard;
  private final Pattern form;
  private final String meaning;

  AuditParameter(String parameterName, String standard, String form, String meaning) {
    this.parameterName = parameterName;
    this.standard = standard;
    this.form = Pattern.compile(form);
    this.meaning = meaning;
  }

  public String parameterName() {
    return parameterName;
  }

  /** The value as long as nobody changed it. */
  public String standard() {
    return standard;
  }

  /** For people; unit included. */
  public String meaning() {
    return meaning;
  }

  public boolean accepts(String value) {
    return value.length() <= CHARACTERS_MAX
        && form.matcher(value).matches()
        && (this != WITNESSES || namesWitnesses(value));
  }

  private static boolean namesWitnesses(String value) {
    try {
      Witness.list(value);
      return true;
    } catch (BrokenLog e) {
      return false;
    }
  }

  public static Optional<AuditParameter> named(String name) {
    return Arrays.stream(values()).filter(one -> one.parameterName.equals(name)).findFirst();
  }
}
