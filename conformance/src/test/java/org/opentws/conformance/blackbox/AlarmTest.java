package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;

/**
 * Alarms leave the system by every sink within 60 seconds, are queued while a sink is down, and
 * stay until a person takes note of them (AA6.1). What raises them here is room for the audit log
 * that two persons make too small, and too large again.
 */
@Tag("blackbox")
class AlarmTest {
  private static final String KIND = "AUDIT_SPACE_LOW";
  private static final int SECONDS_MAX = 60;

  private final RunningSystem system = RunningSystem.get();
  private final Journey journey = new Journey(system);
  private final AuditLook look = new AuditLook(system);
  private final Path authorities = system.folder().resolve("../config/sink-authorities.pem");

  private void set(String name, String value) {
    journey.auditParameter(name, value);
  }

  @AfterEach
  void asBefore() throws IOException {
    for (String sink :
        List.of("alarm-webhook", "alarm-mail-to", "alarm-mail-server", "alarm-syslog")) {
      set(sink, "");
    }
    set("alarm-mail-security", "STARTTLS");
    enoughRoom();
    Files.deleteIfExists(authorities);
  }

  private void enoughRoom() {
    set("space-allotted-mebibytes", "102400");
    Within.seconds(30)
        .until(
            "room again",
            () ->
                look.records(Map.of("type", "AUDIT_SPACE_CHANGED")).stream()
                    .findFirst()
                    .map(record -> record.get("outcome").asText().equals("SUCCESS"))
                    .orElse(true));
    look.openAlarm(KIND)
        .ifPresent(alarm -> journey.acknowledge("system-administrator-1", alarm).expect(200));
  }

  private JsonNode raise() {
    set("space-allotted-mebibytes", "1");
    return Within.seconds(SECONDS_MAX).get("the alarm", () -> look.openAlarm(KIND));
  }

  @Test
  @Requirement("AA6.1")
  void alarmReachesEverySinkWithinAMinute() throws Exception {
    TestAuthority authority = new TestAuthority("CN=Authority of the syslog server");
    Files.writeString(authorities, authority.pem());
    try (AlarmSinks.Web web = new AlarmSinks.Web(0, 204);
        AlarmSinks.Mail mail = new AlarmSinks.Mail();
        AlarmSinks.Syslog syslog = new AlarmSinks.Syslog(authority.server())) {
      set("alarm-webhook", "http://127.0.0.1:" + web.port() + "/alarms");
      set("alarm-mail-server", "127.0.0.1:" + mail.port());
      set("alarm-mail-security", "NONE");
      set("alarm-mail-to", "security@tsp.example,operator@tsp.example");
      set("alarm-syslog", "127.0.0.1:" + syslog.port());
      Instant begun = Instant.now();
      JsonNode alarm = raise();
      // Others may arrive, too: what waited for a sink that an earlier check had taken away.
      String number = "\"alarm\":" + alarm.get("id").asLong() + ",";
      String id = "id=\"" + alarm.get("id").asLong() + "\"";
      Within deadline = Within.seconds(SECONDS_MAX);
      AlarmSinks.Post post =
          deadline.get("the POST", () -> first(web.posts(), one -> one.text().contains(number)));
      String letter =
          deadline.get(
              "the e-mail",
              () ->
                  first(
                      mail.messages(),
                      one -> one.matches("(?s).*Alarm: +" + alarm.get("id").asLong() + "\\s.*")));
      String line =
          deadline.get(
              "the syslog message", () -> first(syslog.messages(), one -> one.contains(id)));
      assertTrue(Duration.between(begun, Instant.now()).toSeconds() < SECONDS_MAX);

      assertEquals(KIND, Client.JSON.readTree(post.body()).get("kind").asText());
      verifySignature(post, "http://127.0.0.1:" + web.port() + "/alarms");

      assertTrue(letter.contains("RCPT TO:<operator@tsp.example>"), letter);
      assertTrue(letter.contains("Subject: OpenTWS alarm: Little room is left"), letter);

      assertTrue(
          line.matches("(?s)[0-9]+ <105>1 20[^ ]+Z [^ ]+ opentws - AUDIT_SPACE_LOW .*"), line);
      int count = Integer.parseInt(line.substring(0, line.indexOf(' ')));
      byte[] octets = line.getBytes(StandardCharsets.UTF_8);
      assertEquals(octets.length, line.indexOf(' ') + 1 + count, "octet counting of RFC 5425");
    }
  }

  private static <T> Optional<T> first(List<T> arrived, java.util.function.Predicate<T> wanted) {
    return arrived.stream().filter(wanted).findFirst();
  }

  /** RFC 9421, by our own reading: the receiver's side. */
  private void verifySignature(AlarmSinks.Post post, String target) throws Exception {
    String digest =
        "sha-256=:"
            + Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(post.body()))
            + ":";
    assertEquals(digest, post.header("content-digest"));
    String input = post.header("signature-input").replaceFirst("^alarm=", "");
    String base =
        "\"@method\": POST\n\"@target-uri\": "
            + target
            + "\n\"content-type\": "
            + post.header("content-type")
            + "\n\"content-digest\": "
            + digest
            + "\n\"@signature-params\": "
            + input;
    byte[] raw = Base64.getDecoder().decode(post.header("signature").replaceAll("^alarm=:|:$", ""));
    ASN1EncodableVector both = new ASN1EncodableVector();
    both.add(new ASN1Integer(new java.math.BigInteger(1, raw, 0, raw.length / 2)));
    both.add(new ASN1Integer(new java.math.BigInteger(1, raw, raw.length / 2, raw.length / 2)));
    Signature verifier = Signature.getInstance("SHA256withECDSA");
    verifier.initVerify(auditCertificate(input));
    verifier.update(base.getBytes(StandardCharsets.UTF_8));
    assertTrue(verifier.verify(new DERSequence(both).getEncoded()), base);
  }

  private X509Certificate auditCertificate(String input) throws IOException {
    String keyId = input.replaceFirst("(?s).*keyid=\"([0-9a-f]{8})\".*", "$1");
    byte[] archive = look.auditor().get("/audit/export?format=signed&type=INSTALLATION").octets();
    Map<String, byte[]> files = AuditLook.unzip(archive);
    String pem = new String(files.get("certificates/" + keyId + ".pem"), StandardCharsets.UTF_8);
    return RunningSystem.certificate(
        Base64.getDecoder().decode(pem.replaceAll("-----[A-Z ]+-----|\\s", "")));
  }

  @Test
  @Requirement(value = "AA6.1", kind = Kind.NEGATIVE)
  void alarmWaitsForASinkThatIsDownAndIsNotSentTwiceWhileOpen() throws Exception {
    int port;
    String number;
    try (AlarmSinks.Web only = new AlarmSinks.Web(0, 500)) {
      port = only.port();
      set("alarm-webhook", "http://127.0.0.1:" + port + "/alarms");
      number = "\"alarm\":" + raise().get("id").asLong() + ",";
      Within.seconds(SECONDS_MAX).until("the first attempt", () -> !only.posts().isEmpty());
    }
    // Now nobody listens there. It is tried on, and taken when somebody does again.
    try (AlarmSinks.Web back = new AlarmSinks.Web(port, 200)) {
      Within.seconds(SECONDS_MAX)
          .until("the alarm after the return", () -> count(back, number) > 0);
      set("space-allotted-mebibytes", "102400");
      Within.seconds(30)
          .until(
              "room again",
              () ->
                  look.records(Map.of("type", "AUDIT_SPACE_CHANGED"))
                      .get(0)
                      .get("outcome")
                      .asText()
                      .equals("SUCCESS"));
      set("space-allotted-mebibytes", "1");
      Within.seconds(SECONDS_MAX)
          .until(
              "the second occurrence",
              () ->
                  look.openAlarm(KIND)
                      .filter(alarm -> alarm.get("occurrences").asLong() == 2)
                      .isPresent());
      assertEquals(1, count(back, number), "what is open is not announced again at once");
    }
  }

  private static long count(AlarmSinks.Web web, String number) {
    return web.posts().stream().filter(post -> post.text().contains(number)).count();
  }

  @Test
  @Requirement(value = "AA6.1", kind = Kind.NEGATIVE)
  void mailAndSyslogServersThatWereDownGetTheAlarmWithinAMinuteOfTheirReturn() throws Exception {
    TestAuthority authority = new TestAuthority("CN=Authority of a syslog server that was down");
    Files.writeString(authorities, authority.pem());
    int mailPort = portOfNobody();
    int syslogPort = portOfNobody();
    set("alarm-mail-server", "127.0.0.1:" + mailPort);
    set("alarm-mail-security", "NONE");
    set("alarm-mail-to", "security@tsp.example");
    set("alarm-syslog", "127.0.0.1:" + syslogPort);
    long id = raise().get("id").asLong();
    try (Superuser database = new Superuser(system)) {
      Within.seconds(SECONDS_MAX)
          .until("two failures", () -> failing(database, id).equals(List.of("mail", "syslog")));
    }
    try (AlarmSinks.Mail mail = new AlarmSinks.Mail(mailPort);
        AlarmSinks.Syslog syslog = new AlarmSinks.Syslog(authority.server(), syslogPort)) {
      Within deadline = Within.seconds(SECONDS_MAX);
      deadline.get(
          "the e-mail",
          () -> first(mail.messages(), one -> one.matches("(?s).*Alarm: +" + id + "\\s.*")));
      deadline.get(
          "the syslog message",
          () -> first(syslog.messages(), one -> one.contains("id=\"" + id + "\"")));
    }
  }

  private static int portOfNobody() {
    try (AlarmSinks.Web gone = new AlarmSinks.Web(0, 500)) {
      return gone.port();
    }
  }

  private static List<String> failing(Superuser database, long alarm) {
    return database.texts(
        "select sink from audit_alarm_delivery where failure is not null and alarm = ?"
            + " order by sink",
        alarm);
  }

  @Test
  @Requirement(value = "AA6.1", kind = Kind.NEGATIVE)
  void syslogServerThatNobodyTrustsGetsNoAlarm() throws Exception {
    Files.writeString(authorities, new TestAuthority("CN=Trusted").pem());
    TestAuthority stranger = new TestAuthority("CN=Stranger");
    try (AlarmSinks.Syslog syslog = new AlarmSinks.Syslog(stranger.server())) {
      set("alarm-syslog", "127.0.0.1:" + syslog.port());
      long id = raise().get("id").asLong();
      Optional<String> failure =
          Optional.of(
              Within.seconds(SECONDS_MAX)
                  .get(
                      "a failed attempt",
                      () -> {
                        try (Superuser database = new Superuser(system)) {
                          return database
                              .texts(
                                  "select failure from audit_alarm_delivery"
                                      + " where sink = 'syslog' and failure is not null and alarm = "
                                      + id)
                              .stream()
                              .findFirst();
                        }
                      }));
      assertTrue(failure.get().contains("syslog"), failure.get());
      assertEquals(List.of(), syslog.messages().stream().filter(m -> !m.isEmpty()).toList());
    }
  }

  private boolean isTold(String kind, String word) {
    return look.openAlarms().stream()
        .filter(alarm -> alarm.get("kind").asText().equals(kind))
        .anyMatch(alarm -> alarm.toString().contains(word));
  }

  @Test
  @Requirement({"AA6.1", "KM4.1"})
  void keyWhoseEndIsNearerThanTwoPersonsWantIsAnAlarm() {
    Instant begin = Instant.now();
    set("expiry-warning-days", "1200");
    try {
      String told = look.awaitAlarm("EXPIRY_NEAR", begin).toString();
      assertTrue(told.contains("the key ends at 20"), told);
      for (String purpose : List.of("TLS_SERVER", "AUDIT_SIGNING", "MESSAGE_SEALING")) {
        Within.seconds(10)
            .until("an alarm of the " + purpose + " key", () -> isTold("EXPIRY_NEAR", purpose));
      }
    } finally {
      set("expiry-warning-days", "30");
      look.openAlarms().stream()
          .filter(alarm -> alarm.get("kind").asText().equals("EXPIRY_NEAR"))
          .forEach(journey::acknowledge);
    }
  }

  @Test
  @Requirement(
      value = {"AA6.1", "M1.2f"},
      kind = Kind.NEGATIVE)
  void onlyWhoRunsTheSystemAcknowledgesAndOnlyOnce() {
    JsonNode alarm = raise();
    String path = "/alarms/" + alarm.get("id").asLong() + "/acknowledgement";
    look.auditor().post(path, Map.of("note", "seen")).expect(403);
    journey.as("registration-officer-1").get("/alarms").expect(403);
    journey.as("system-operator-1").post(path, Map.of("note", " ")).expect(400);
    journey
        .as("system-operator-1")
        .post("/alarms/999999999/acknowledgement", Map.of("note", "x"))
        .expect(404);
    journey.as("system-operator-1").post(path, Map.of("note", "more room ordered")).expect(200);
    journey.as("system-operator-1").post(path, Map.of("note", "again")).expect(409);
    JsonNode record = look.records(Map.of("type", "ALARM_ACKNOWLEDGED")).get(0);
    assertEquals("system-operator-1", record.get("actor").asText());
    assertEquals("more room ordered", record.get("details").get("detail").asText());
    assertFalse(look.openAlarm(KIND).isPresent());
  }
}
