package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Evidence;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Journey.Issued;

/**
 * Whoever carries off the database, its files, its journal or the broker's finds nobody's name in
 * them; whoever writes into the database forges nothing.
 */
@Tag("blackbox")
class DataEncryptionTest {
  private static final String OFFICER = "registration-officer-1";
  private static final RunningSystem SYSTEM = RunningSystem.get();
  private static final Journey JOURNEY = new Journey(SYSTEM);
  private static Superuser superuser;

  @BeforeAll
  static void intoTheDatabase() {
    superuser = new Superuser(SYSTEM);
  }

  @AfterAll
  static void out() {
    superuser.close();
  }

  private static String marker(String kind) {
    return kind + UUID.randomUUID().toString().replace("-", "");
  }

  private static Map<String, String> evidence(String text) {
    return Map.of("type", "passport", "reference", "P123", "text", text);
  }

  /** Of somebody who does not agree to publication. */
  private static Map<String, Object> application(Subscriber subscriber, String seen) {
    Map<String, Object> application = subscriber.application();
    application.put("consent", false);
    application.put("evidence", List.of(evidence(seen)));
    return application;
  }

  private static String review(String id) {
    return JOURNEY.as(OFFICER).get("/applications/" + id).expect(200).text();
  }

  /** Tables in which a row has this text, in clear or as the digits of octets. */
  private static List<String> tablesHolding(String text) {
    String digits = HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    List<String> found = new ArrayList<>();
    for (String table :
        superuser.texts(
            "select quote_ident(relname) from pg_class where relkind in ('r', 'p')"
                + " and relnamespace = 'public'::regnamespace")) {
      found.addAll(
          superuser.texts(
              "select distinct '"
                  + table
                  + "' from "
                  + table
                  + " t where t::text like ? or t::text like ?",
              "%" + text + "%",
              "%" + digits + "%"));
    }
    return found;
  }

  @Test
  @Requirement({"EIDAS-24.2.g", "KM6.3"})
  void stolenDatabaseAndItsFilesNameNobody() throws Exception {
    WrittenFiles written = new WrittenFiles(new Node(SYSTEM));
    String name = marker("Name");
    String proof = marker("Evidence");
    String seen = marker("Seen");
    String reason = marker("Reason");
    Subscriber subscriber = Subscriber.named(name);
    String id = JOURNEY.submit(application(subscriber, proof));
    JOURNEY
        .as(OFFICER)
        .post("/applications/" + id + "/approval", Map.of("evidence", List.of(evidence(seen))))
        .expect(200);
    String rejected = JOURNEY.submit(application(Subscriber.named(name), proof));
    JOURNEY
        .as(OFFICER)
        .post("/applications/" + rejected + "/rejection", Map.of("reason", reason))
        .expect(200);

    // Those whose work it is read everything.
    String shown = review(id) + review(rejected);
    List<String> markers = List.of(name, proof, seen, reason);
    markers.forEach(marker -> assertTrue(shown.contains(marker), marker + ": " + shown));
    X509Certificate certificate = JOURNEY.fetch(id);
    assertTrue(certificate.getSubjectX500Principal().getName().contains(name));
    JOURNEY
        .as(OFFICER)
        .get(
            "/certificates/"
                + SYSTEM.value("issuer")
                + "/"
                + certificate.getSerialNumber().toString(16))
        .expect(200);

    // From where persons came, beside the records of their logins.
    JOURNEY.as(AuditLook.AUDITOR);
    List<String> source =
        superuser.texts("select value from audit_personal order by epoch desc, seq desc limit 10");
    assertTrue(source.stream().anyMatch(value -> value.startsWith("otws1:")), source.toString());
    superuser.run("checkpoint");
    OctetSearch search = new OctetSearch().text("the control", id);
    markers.forEach(marker -> search.text(marker, marker));
    List<String> found = written.holding(search);
    assertFalse(found.isEmpty(), "the search finds nothing at all");
    found.removeIf(place -> place.startsWith("the control"));
    assertEquals(List.of(), found);
    assertFalse(tablesHolding(id).isEmpty());
    for (String marker : markers) {
      assertEquals(List.of(), tablesHolding(marker), marker);
    }
    Evidence.note(markers + " stand in no table and in no file");
  }

  /** What the officer is told of an application while one of its values is another one. */
  private static void refusedWhile(String id, String column, String value) {
    String sql = "update certificate_application set " + column + " = ? where id = ?";
    String genuine =
        superuser
            .texts("select " + column + " from certificate_application where id = ?", id)
            .get(0);
    Instant begin = Instant.now();
    superuser.tamper(sql, value, id);
    try {
      String told = JOURNEY.as(OFFICER).get("/applications/" + id).expect(422).text();
      assertTrue(told.contains("urn:opentws:problem:seal-broken"), told);
      new AuditLook(SYSTEM).awaitAlarm("ROW_FORGED", begin);
    } finally {
      superuser.tamper(sql, genuine, id);
    }
    review(id);
  }

  @Test
  @Requirement(value = "EIDAS-24.2.g", kind = Kind.NEGATIVE)
  void valueThatWasAlteredMovedOrWrittenByHandIsNotServed() {
    String id = JOURNEY.submit(Subscriber.named("Genuine"));
    String other = JOURNEY.submit(Subscriber.named("Other"));
    String own = stored("subject", id);
    assertTrue(own.startsWith("otws1:"), own);
    refusedWhile(id, "subject", stored("subject", other));
    refusedWhile(id, "subject", stored("evidence", id));
    int middle = own.length() / 2;
    char flipped = own.charAt(middle) == 'A' ? 'B' : 'A';
    refusedWhile(id, "subject", own.substring(0, middle) + flipped + own.substring(middle + 1));
    refusedWhile(id, "subject", own.substring(0, 60));
    refusedWhile(id, "subject", "otws1:AAAAAAAAAAAAAAAAAAAAAA:" + own.substring(29));
    refusedWhile(id, "subject", "{\"commonName\":\"Somebody else\"}");
    // None of it is certified either.
    superuser.tamper(
        "update certificate_application set subject = ? where id = ?",
        stored("subject", other),
        id);
    try {
      assertFalse(JOURNEY.approve(id).status() == 200);
    } finally {
      superuser.tamper("update certificate_application set subject = ? where id = ?", own, id);
    }
  }

  private static String stored(String column, String id) {
    return superuser
        .texts("select " + column + " from certificate_application where id = ?", id)
        .get(0);
  }

  /**
   * The names of a genuine certificate and a serial of its own, under a key that is not the CA's.
   */
  private static X509Certificate foreign(Issued like, BigInteger serial) throws Exception {
    KeyPair keys = Subscriber.ec("secp256r1");
    X509Certificate genuine = like.certificate();
    return RunningSystem.certificate(
        new X509v3CertificateBuilder(
                X500Name.getInstance(genuine.getIssuerX500Principal().getEncoded()),
                serial,
                genuine.getNotBefore(),
                genuine.getNotAfter(),
                new X500Name("CN=Forged"),
                SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()))
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
            .getEncoded());
  }

  @Test
  @Requirement(value = "EIDAS-24.2.g", kind = Kind.NEGATIVE)
  void forgedCertificateRecordIsServedToNobody() throws Exception {
    Issued genuine = JOURNEY.issue(Subscriber.named("Genuine"));
    BigInteger serial =
        new BigInteger(1, HexFormat.of().parseHex("5eed" + marker("").substring(4)));
    X509Certificate forged = foreign(genuine, serial);
    String hex = serial.toString(16);
    String issuer = SYSTEM.value("issuer");
    superuser.tamper(
        "insert into repository_certificate select issuer, ?, profile, not_before, not_after, ?"
            + " from repository_certificate where serial = ?",
        hex,
        forged.getEncoded(),
        genuine.serial());
    superuser.tamper("insert into published_certificate values (?, ?, now())", issuer, hex);
    Instant begin = Instant.now();
    try {
      String path = "/certificates/" + issuer + "/";
      URI open = URI.create(SYSTEM.value("publicHttp") + path);
      SYSTEM.anonymous().getUri(open.resolve(genuine.serial())).expect(200);
      SYSTEM.anonymous().getUri(open.resolve(hex)).expect(503);
      JOURNEY.as(OFFICER).get(path + hex).expect(503);
      new AuditLook(SYSTEM).awaitAlarm("CERTIFICATE_NOT_TRUSTED", begin);
      Object status = new OcspQuestion(SYSTEM).about(serial).status();
      assertTrue(status instanceof UnknownStatus, "its status is " + status);
      // The same alarm comes once a minute for each CA: another check may just have raised it.
      new AuditLook(SYSTEM).awaitAlarm("CERTIFICATE_UNKNOWN", begin.minusSeconds(60));
    } finally {
      superuser.tamper("delete from published_certificate where serial = ?", hex);
      superuser.tamper("delete from repository_certificate where serial = ?", hex);
    }
  }
}
