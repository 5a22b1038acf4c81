package org.opentws.audit.format;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The fields that details of audit records may have: one name, one meaning, one kind of value in
 * every event type (AA3.1, AA4.2). A test holds the records of a running system against this list.
 */
public enum AuditField {
  ACCOUNT("account", "Account", Kind.TEXT),
  ACTION("action", "Action", Kind.TEXT),
  AFTER("after", "After", Kind.TEXT),
  ALARM("alarm", "Number of the alarm", Kind.NUMBER),
  ALGORITHM("algorithm", "Algorithm", Kind.TEXT),
  ALLOTTED("allotted", "Room allotted, octets", Kind.NUMBER),
  APPLICATION("application", "Certificate application", Kind.TEXT),
  APPLICATIONS("applications", "Certificate applications", Kind.TEXT),
  APPROVAL("approval", "Approval of the device", Kind.TEXT),
  APPROVALS("approvals", "Approvals, of those needed", Kind.TEXT),
  APPROVER("approver", "Approver", Kind.TEXT),
  APPROVER_PERSON("approverPerson", "Person who approved", Kind.TEXT),
  ARCHIVE_SHA256("archiveSha256", "Archive, SHA-256", Kind.HEX),
  AT("at", "Happened at", Kind.TIME),
  ATTEMPTED_NAME("attemptedName", "Name that was tried", Kind.PERSONAL),
  ATTEMPTS("attempts", "Attempts", Kind.NUMBER),
  BASE("base", "Number of the list whose changes it tells", Kind.NUMBER),
  BEFORE("before", "Before", Kind.TEXT),
  CERTIFICATE_ISSUER("certificateIssuer", "Issuer of the actor's certificate", Kind.TEXT),
  CERTIFICATE_SERIAL("certificateSerial", "Serial number of the actor's certificate", Kind.HEX),
  CERTIFICATE_SUBJECT("certificateSubject", "Name in the actor's certificate", Kind.PERSONAL),
  CHANGED("changed", "What was changed", Kind.TEXT),
  CHANGE_SEQUENCE("changeSequence", "Number of the last change covered", Kind.NUMBER),
  CLOCK_STATE("clockState", "State of the clock", Kind.TEXT),
  CONTROL_CERTIFICATE("controlCertificate", "Control certificate, SHA-256", Kind.HEX),
  COVERED("covered", "Records covered by a signature", Kind.NUMBER),
  DECIDER("decider", "Decided by", Kind.TEXT),
  DECIDER_PERSON("deciderPerson", "Person who decided", Kind.TEXT),
  DEFINITION("definition", "Definition", Kind.TEXT),
  DEMO("demo", "Demonstration", Kind.FLAG),
  DETAIL("detail", "Detail", Kind.TEXT),
  DEVICE("device", "Device", Kind.TEXT),
  DISTRIBUTION_POINT("distributionPoint", "Distribution point", Kind.TEXT),
  DOCUMENT_SHA256("documentSha256", "Document, SHA-256", Kind.HEX),
  DRIFT_PPM("driftPpm", "Drift, parts per million", Kind.TEXT),
  ENCLOSED("enclosed", "Certificates enclosed", Kind.TEXT),
  ENTRIES("entries", "Entries", Kind.NUMBER),
  EPOCH("epoch", "Epoch of the log", Kind.NUMBER),
  EPOCHS("epochs", "Epochs vouched for", Kind.TEXT),
  ERASED("erased", "Values erased", Kind.NUMBER),
  ERROR_BOUND_MILLIS("errorBoundMillis", "Error bound, milliseconds", Kind.TEXT),
  FACTOR("factor", "Factor shown afresh", Kind.TEXT),
  FACTOR_OF("factorOf", "Factor was given for", Kind.TEXT),
  FAILED_AT("failedAt", "Failed at", Kind.TIME),
  FIRMWARE_VERSION("firmwareVersion", "Firmware version", Kind.TEXT),
  FIRST("first", "First record", Kind.NUMBER),
  FIRST_BAD("firstBad", "First bad record", Kind.TEXT),
  FORMAT("format", "Format", Kind.TEXT),
  FROM("from", "From", Kind.TIME),
  GEN_TIME("genTime", "Time in the token", Kind.TIME),
  HASH("hash", "Hash of the operation, SHA-256", Kind.HEX),
  HEARD("heard", "Changes heard of", Kind.NUMBER),
  HOLD("hold", "Order to keep", Kind.TEXT),
  IMPRINT("imprint", "Message imprint", Kind.HEX),
  IMPRINT_ALGORITHM("imprintAlgorithm", "Algorithm of the imprint", Kind.TEXT),
  INDEX("index", "Index of the record", Kind.NUMBER),
  INVALIDITY_DATE("invalidityDate", "Invalid since", Kind.TIME),
  ISSUER("issuer", "Issuer", Kind.TEXT),
  ISSUER_KEY_ID("issuerKeyId", "Key of the issuer", Kind.TEXT),
  JAVA("java", "Java", Kind.TEXT),
  KEEP_UNTIL("keepUntil", "To be kept until", Kind.TIME),
  KEY("key", "Epoch key, disclosed at its end", Kind.HEX),
  KEYS("keys", "Keys", Kind.NUMBER),
  KEY_COMMITMENT("keyCommitment", "Commitment to the epoch key", Kind.HEX),
  KEY_ID("keyId", "Key", Kind.TEXT),
  KIND("kind", "Kind", Kind.TEXT),
  LABEL("label", "Label", Kind.TEXT),
  LEAP_AT("leapAt", "Leap second at", Kind.TIME),
  LEFT_PERCENT("leftPercent", "Room left, percent", Kind.NUMBER),
  LIMIT("limit", "Limit", Kind.NUMBER),
  MANUFACTURER("manufacturer", "Manufacturer", Kind.TEXT),
  MILLIS("millis", "Duration, milliseconds", Kind.NUMBER),
  MODEL("model", "Model", Kind.TEXT),
  NAME("name", "Setting", Kind.TEXT),
  NEEDED("needed", "Shares needed", Kind.NUMBER),
  NODE("node", "Node", Kind.TEXT),
  NONCE("nonce", "Nonce", Kind.HEX),
  NOT_AFTER("notAfter", "Valid until", Kind.TIME),
  NUMBER("number", "Number of the business record", Kind.NUMBER),
  OBJECT("object", "Object looked for", Kind.TEXT),
  OFFSET_MILLIS("offsetMillis", "Offset, milliseconds", Kind.TEXT),
  OPERATION("operation", "Dual-control operation", Kind.TEXT),
  ORIGIN("origin", "Name of the log", Kind.TEXT),
  OUTCOME("outcome", "Outcome looked for", Kind.TEXT),
  OWNER("owner", "Owner of the key", Kind.TEXT),
  PAGE("page", "Page", Kind.TEXT),
  PERMISSION("permission", "Permission", Kind.TEXT),
  PERSON("person", "Person", Kind.TEXT),
  PHASE("phase", "Phase", Kind.TEXT),
  PKCS10("pkcs10", "PKCS#10, SHA-256", Kind.HEX),
  PREVIOUS_END("previousEnd", "End of the epoch before", Kind.TEXT),
  PREVIOUS_EPOCH("previousEpoch", "Epoch before", Kind.NUMBER),
  PREVIOUS_RECORDS_HIGHEST("previousRecordsHighest", "Highest number before", Kind.NUMBER),
  PREVIOUS_RECORDS_SEALED("previousRecordsSealed", "Business records before", Kind.NUMBER),
  PREVIOUS_SEGMENTS("previousSegments", "Segments before", Kind.NUMBER),
  PROFILE("profile", "Certificate profile", Kind.TEXT),
  PURPOSE("purpose", "Purpose of the key", Kind.TEXT),
  REASON("reason", "Reason", Kind.TEXT),
  REASON_CODE("reasonCode", "Reason code of revocation", Kind.NUMBER),
  RECIPIENT("recipient", "Certificate of the recipient, SHA-256", Kind.HEX),
  RECORDS("records", "Records", Kind.NUMBER),
  RECORDS_HIGHEST("recordsHighest", "Highest number of a business record", Kind.NUMBER),
  RECORDS_WITHOUT_ANSWER("recordsWithoutAnswer", "Callers not answered", Kind.NUMBER),
  REFUSAL("refusal", "Refusal", Kind.TEXT),
  REQUEST("request", "Request", Kind.TEXT),
  REQUESTER("requester", "Asked for by", Kind.TEXT),
  REQUESTER_PERSON("requesterPerson", "Person who asked", Kind.TEXT),
  REQUEST_SHA256("requestSha256", "Request, SHA-256", Kind.HEX),
  RESERVED("reserved", "Room kept back, octets", Kind.NUMBER),
  RESPONSE_SHA256("responseSha256", "Response, SHA-256", Kind.HEX),
  RESPONSE_STATUS("responseStatus", "Status of the response", Kind.TEXT),
  RESTORED_FROM("restoredFrom", "Brought back from", Kind.TEXT),
  ROLE("role", "Role", Kind.TEXT),
  SEARCH("search", "Looked for", Kind.TEXT),
  SEQUENCE("sequence", "Number of the change", Kind.NUMBER),
  SERIAL("serial", "Serial number", Kind.HEX),
  SERIAL_NUMBER("serialNumber", "Serial number of the device", Kind.TEXT),
  SESSION_OF("sessionOf", "Session of", Kind.TEXT),
  SET("set", "Set of shares", Kind.TEXT),
  SHOWN("shown", "What was shown", Kind.TEXT),
  SIGNATURE("signature", "Signature", Kind.TEXT),
  SINCE("since", "Since", Kind.TIME),
  SINK("sink", "Sink of alarms", Kind.TEXT),
  SIZE("size", "Size, octets", Kind.NUMBER),
  SOURCE("source", "Network address", Kind.PERSONAL),
  SOURCES("sources", "Time sources", Kind.TEXT),
  SPKI_SHA256("spkiSha256", "Public key, SHA-256", Kind.HEX),
  STATE("state", "State", Kind.TEXT),
  STATUSES("statuses", "Certificates and their status", Kind.TEXT),
  SUBMITTED_BY("submittedBy", "Submitted by", Kind.TEXT),
  TEST_DEVICE("testDevice", "Test device", Kind.FLAG),
  TEXT("text", "Text looked for", Kind.TEXT),
  THRESHOLD("threshold", "Threshold, percent", Kind.NUMBER),
  TO("to", "To", Kind.TIME),
  TOKEN("token", "Token", Kind.TEXT),
  TOKENS_PER_DAY("tokensPerDay", "Tokens a day", Kind.NUMBER),
  TOKEN_SHA256("tokenSha256", "Token, SHA-256", Kind.HEX),
  TOLERANCE_MILLIS("toleranceMillis", "Tolerance, milliseconds", Kind.TEXT),
  TYPE("type", "Type", Kind.TEXT),
  UNIT("unit", "Time-stamping unit", Kind.TEXT),
  UNITS("units", "Time-stamping units", Kind.TEXT),
  USED("used", "Room used, octets", Kind.NUMBER),
  USER("user", "User looked for", Kind.TEXT),
  USERS("users", "Users", Kind.NUMBER),
  VALUE_AFTER("valueAfter", "New value", Kind.TEXT),
  VALUE_BEFORE("valueBefore", "Old value", Kind.TEXT),
  VERSION("version", "Version", Kind.TEXT),
  WHY("why", "Why", Kind.TEXT);

  /** What the values of a field are. */
  public enum Kind {
    /** For people to read. */
    TEXT("[\\s\\S]*"),
    /** A decimal integer. */
    NUMBER("-?[0-9]{1,18}"),
    /** RFC 3339, UTC. */
    TIME("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z"),
    FLAG("true|false"),
    /** Lower-case hexadecimal digits. */
    HEX("[0-9a-f]*"),
    /**
     * About a natural person, or pointing to one. The record holds a salted digest; salt and value
     * stand beside the log and can be erased (GDPR, article 17), the log still verifies.
     */
    PERSONAL("[\\s\\S]*");

    private final Pattern form;

    Kind(String form) {
      this.form = Pattern.compile(form);
    }
  }

  private static final Map<String, AuditField> BY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(AuditField::fieldName, Function.identity()));

  private final String fieldName;
  private final String title;
  private final Kind kind;

  AuditField(String fieldName, String title, Kind kind) {
    this.fieldName = fieldName;
    this.title = title;
    this.kind = kind;
  }

  /** The name in records; stable for ever. */
  public String fieldName() {
    return fieldName;
  }

  /** For people. */
  public String title() {
    return title;
  }

  public Kind kind() {
    return kind;
  }

  /** The field of this name; empty if there is none in this version of the system. */
  public static Optional<AuditField> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** Whether values of a field of this name stand outside of the records, behind a digest. */
  public static boolean isPersonal(String name) {
    AuditField field = BY_NAME.get(name);
    return field != null && field.kind == Kind.PERSONAL;
  }

  /** Whether the value has the form of the field's kind. */
  public boolean accepts(String value) {
    if (!kind.form.matcher(value).matches()) {
      return false;
    }
    if (kind != Kind.TIME) {
      return true;
    }
    try {
      return Instant.parse(value).isAfter(Instant.MIN);
    } catch (DateTimeException e) {
      return false;
    }
  }
}
