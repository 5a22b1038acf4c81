package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampToken;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;

/** Several units with policies of their own, a qualified one among them; archive and clients. */
@Tag("blackbox")
class TimeStampingUnitsTest {
  private static final String RUN = UUID.randomUUID().toString().substring(0, 8);
  private static final String QUALIFIED = "tsu-q-" + RUN;
  private static final String PLAIN = "tsu-p-" + RUN;
  private static final String QUALIFIED_POLICY = "2.999.419261.3." + number();
  private static final String PLAIN_POLICY = "2.999.419261.4." + number();
  private static final String DEFINE = "DEFINE_TIME_STAMPING_UNIT";

  private static final RunningSystem SYSTEM = RunningSystem.get();
  private static final Journey JOURNEY = new Journey(SYSTEM);
  private static final List<String> KEYS = new ArrayList<>();

  private static long number() {
    return Long.parseLong(RUN, 16);
  }

  @BeforeAll
  static void offerUnits() {
    define(QUALIFIED, QUALIFIED_POLICY, "qualified", "yes", "accuracyMillis", "100");
    define(PLAIN, PLAIN_POLICY, "clients", "registered");
    key(QUALIFIED, "EC:secp384r1");
    key(PLAIN, "RSA:3072");
  }

  private static JsonNode define(String unit, String policy, String... more) {
    return JOURNEY.operation(DEFINE, definition(unit, policy, more));
  }

  private static Map<String, String> definition(String unit, String policy, String... more) {
    Map<String, String> parameters = new HashMap<>(Map.of("unit", unit, "policy", policy));
    for (int i = 0; i < more.length; i += 2) {
      parameters.put(more[i], more[i + 1]);
    }
    return parameters;
  }

  private static void key(String unit, String algorithm) {
    KEYS.add(
        JOURNEY
            .operation(
                "GENERATE_KEY",
                Map.of(
                    "purpose",
                    "TIME_STAMP_SIGNING",
                    "owner",
                    unit,
                    "token",
                    "tsp",
                    "algorithm",
                    algorithm))
            .get("keyId")
            .asText());
  }

  @AfterAll
  static void withdrawUnits() {
    for (String unit : List.of(QUALIFIED, PLAIN)) {
      JOURNEY.operation("WITHDRAW_TIME_STAMPING_UNIT", Map.of("unit", unit));
    }
    for (String key : KEYS) {
      JsonNode all = JOURNEY.as("security-officer-1").get("/keys").expect(200).json();
      for (JsonNode line : all) {
        if (line.get("keyId").asText().equals(key) && line.get("state").asText().equals("ACTIVE")) {
          JOURNEY.operation("DEACTIVATE_KEY", Map.of("keyId", key));
        }
      }
      JOURNEY.operation("DESTROY_KEY", Map.of("keyId", key));
    }
  }

  private static StampClient unit(String unit) {
    return at(SYSTEM.value("tsa") + "/" + unit);
  }

  private static StampClient secure(String unit) {
    return at(SYSTEM.value("publicHttps") + "/tsa/" + unit);
  }

  private static StampClient at(String uri) {
    return new StampClient(SYSTEM.anonymous(), URI.create(uri));
  }

  private static StampClient first() {
    return at(SYSTEM.value("tsa"));
  }

  private static TimeStampRequest asking(String policy) {
    TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
    generator.setReqPolicy(new ASN1ObjectIdentifier(policy));
    return StampClient.request("policy", generator);
  }

  private static X509CertificateHolder certificate(TimeStampToken token) {
    return (X509CertificateHolder)
        token.getCertificates().getMatches(token.getSID()).iterator().next();
  }

  @Test
  @Requirement({"TS3.2", "TS3.3", "TS3.4", "TS4.5", "EIDAS-42.1.c"})
  void qualifiedUnitSaysSoInEachTokenAndNamesTheProvider() throws Exception {
    TimeStampToken token = unit(QUALIFIED).granted(asking(QUALIFIED_POLICY));
    TSTInfo content = token.getTimeStampInfo().toASN1Structure();
    assertEquals(QUALIFIED_POLICY, content.getPolicy().getId());
    assertEquals(100, content.getAccuracy().getMillis().intValueExact());
    Extensions extensions = content.getExtensions();
    assertEquals(1, extensions.getExtensionOIDs().length);
    Extension statements = extensions.getExtension(Extension.qCStatements);
    assertFalse(statements.isCritical());
    assertEquals(
        "[[0.4.0.19422.1.1]]", ASN1Sequence.getInstance(statements.getParsedValue()).toString());
    X509CertificateHolder certificate = certificate(token);
    token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(certificate));
    assertEquals(1, certificate.getSubject().getRDNs(BCStyle.O).length);
    assertEquals(1, certificate.getSubject().getRDNs(BCStyle.ORGANIZATION_IDENTIFIER).length);
  }

  @Test
  @Requirement(
      value = {"TS3.3", "EIDAS-42.1.c"},
      kind = Kind.NEGATIVE)
  void eachUnitIssuesUnderItsOwnPolicyOnly() {
    assertEquals(PKIFailureInfo.unacceptedPolicy, unit(QUALIFIED).failure(asking(PLAIN_POLICY)));
    assertEquals(PKIFailureInfo.unacceptedPolicy, first().failure(asking(QUALIFIED_POLICY)));
    TimeStampToken ordinary = first().granted("ordinary");
    assertNull(ordinary.getTimeStampInfo().toASN1Structure().getExtensions());
    assertFalse(
        certificate(ordinary)
            .getSubject()
            .equals(certificate(unit(QUALIFIED).granted("qualified")).getSubject()));
  }

  @Test
  @Requirement({"TS3.2-s2", "TS3.3-s2"})
  void eachPolicyHasItsDisclosureStatement() {
    String statement = policy(QUALIFIED_POLICY).expect(200).text();
    assertTrue(statement.contains("100 ms, declared in each token"), statement);
    assertTrue(statement.contains("qualified electronic time-stamps"), statement);
    assertTrue(policy(PLAIN_POLICY).expect(200).text().contains("Registered clients"));
  }

  @Test
  @Requirement(
      value = {"TS3.2-s2", "TS3.3-s2"},
      kind = Kind.NEGATIVE)
  void policyThatNobodyDefinedHasNoStatement() {
    policy("2.999.419261.5." + number()).expect(404);
  }

  private static Client.Answer policy(String oid) {
    return SYSTEM.anonymous().getUri(URI.create(SYSTEM.value("publicHttp") + "/policies/" + oid));
  }

  private static void refused(int status, Map<String, String> parameters) {
    Client.Answer answer = JOURNEY.request(DEFINE, parameters);
    assertEquals(status, answer.status(), parameters + ": " + answer.text());
  }

  @Test
  @Requirement(
      value = {"EIDAS-42.1.c", "TS3.3"},
      kind = Kind.NEGATIVE)
  void qualifiedNamePolicyAndAddressAreForNothingElse() {
    refused(422, definition(QUALIFIED, "2.999.1", "qualified", "no"));
    refused(422, definition("tsu-x-" + RUN, QUALIFIED_POLICY, "qualified", "no"));
    refused(422, definition("tsu-1", "2.999.1", "qualified", "yes"));
    refused(400, definition("tsu-x-" + RUN, "no policy"));
    refused(400, Map.of("unit", "tsu-x-" + RUN));
  }

  @Test
  @Requirement(
      value = {"TS2.3", "TS2.1", "TS3.2"},
      kind = Kind.NEGATIVE)
  void accuracyThatTheClockCannotKeepIsRefusedBeforehand() {
    refused(422, definition(PLAIN, PLAIN_POLICY, "accuracyMillis", "1"));
    refused(
        422, definition(PLAIN, PLAIN_POLICY, "accuracyMillis", "100", "toleranceMillis", "100"));
    refused(422, definition(PLAIN, PLAIN_POLICY, "toleranceMillis", "1000"));
    refused(422, definition(PLAIN, PLAIN_POLICY, "ordering", "yes"));
    JOURNEY.withdraw(
        JOURNEY
            .request(
                DEFINE,
                definition(PLAIN, PLAIN_POLICY, "accuracyMillis", "100", "toleranceMillis", "99"))
            .expect(201));
  }

  @Test
  @Requirement(
      value = {"TS4.5", "TS4.1"},
      kind = Kind.NEGATIVE)
  void keyThatIsTooWeakOrInAnotherDeviceIsRefused() {
    for (String[] bad : new String[][] {{"RSA:2048", "tsp"}, {"EC:secp256r1", "infra"}}) {
      assertEquals(
          4,
          JOURNEY
                  .request(
                      "GENERATE_KEY",
                      Map.of(
                          "purpose",
                          "TIME_STAMP_SIGNING",
                          "owner",
                          PLAIN,
                          "token",
                          bad[1],
                          "algorithm",
                          bad[0]))
                  .status()
              / 100);
    }
  }

  @Test
  @Requirement("TS1.1")
  void registeredClientIsAnsweredAndCounted() throws Exception {
    String name = "client-" + RUN;
    String secret = UUID.randomUUID() + "-" + UUID.randomUUID();
    admit(name, secret, "2");
    awaitAdmitted(name, secret);
    TimeStampRequest request = StampClient.request("second");
    TimeStampToken token =
        StampClient.read(secure(PLAIN).post(request, name, secret), request).getTimeStampToken();
    assertNull(token.getTimeStampInfo().getAccuracy(), "the policy declares none");
    token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(certificate(token)));
    secure(PLAIN).post(StampClient.request("third"), name, secret).expect(429);
    String today = Instant.now().toString().substring(0, 10);
    String accounts =
        JOURNEY
            .as("system-administrator-1")
            .get("/time-stamps/accounts?from=" + today + "&to=" + today)
            .expect(200)
            .text();
    assertTrue(accounts.contains(today + "," + name + "," + PLAIN + ",2\r\n"), accounts);
  }

  private static void admit(String name, String secret, String perDay) {
    JOURNEY.operation(
        "DEFINE_TIME_STAMP_CLIENT",
        Map.of(
            "client", name,
            "secretSha256", HexFormat.of().formatHex(StampClient.sha256(secret)),
            "units", PLAIN,
            "tokensPerDay", perDay));
  }

  /** Nodes read the clients every second. */
  private static void awaitAdmitted(String name, String secret) {
    Within.seconds(10)
        .until(
            "an answer for the new client",
            () -> secure(PLAIN).post(StampClient.request("first"), name, secret).status() == 200);
  }

  @Test
  @Requirement(value = "TS1.1", kind = Kind.NEGATIVE)
  void whoIsNotRegisteredGetsNoToken() {
    TimeStampRequest request = StampClient.request("nobody");
    Client.Answer asked = secure(PLAIN).post(request).expect(401);
    assertTrue(asked.header("WWW-Authenticate").startsWith("Basic"));
    secure(PLAIN).post(request, "nobody", "nothing").expect(401);
    unit(PLAIN).post(request).expect(403);
    unit(PLAIN).post(request, "nobody", "nothing").expect(403);
    String name = "barred-" + RUN;
    String secret = UUID.randomUUID().toString();
    admit(name, secret, "0");
    awaitAdmitted(name, secret);
    secure(PLAIN).post(request, name, secret + "x").expect(401);
    secure(QUALIFIED).post(request, name, secret).expect(403);
    JOURNEY.operation("DEFINE_TIME_STAMP_CLIENT", Map.of("client", name, "state", "barred"));
    Within.seconds(10)
        .until(
            "the client to be barred",
            () -> secure(PLAIN).post(request, name, secret).status() == 401);
    first().granted("anybody may ask the other unit");
  }

  @Test
  @Requirement({"TS6.1", "TS4.4"})
  void everyTokenIsFoundAgainAsItWasIssued() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(16);
    try {
      List<Callable<TimeStampToken>> calls = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        String data = RUN + " " + i;
        calls.add(() -> first().granted(data));
      }
      List<TimeStampToken> tokens = new ArrayList<>();
      for (var token : clients.invokeAll(calls)) {
        tokens.add(token.get());
      }
      Set<Object> serials = new HashSet<>();
      tokens.forEach(t -> serials.add(t.getTimeStampInfo().getSerialNumber()));
      assertEquals(1000, serials.size());
      Client auditor = JOURNEY.as("system-auditor-1");
      for (int i = 0; i < 1000; i += 100) {
        assertEquals(
            HexFormat.of().formatHex(tokens.get(i).toCMSSignedData().getEncoded()),
            HexFormat.of().formatHex(archived(auditor, tokens.get(i))));
      }
      String imprint = HexFormat.of().formatHex(StampClient.sha256(RUN + " 7"));
      JsonNode found = auditor.get("/time-stamps?imprint=" + imprint).expect(200).json();
      assertEquals(1, found.get("timeStamps").size());
      Instant time = tokens.get(7).getTimeStampInfo().getGenTime().toInstant();
      JsonNode byTime =
          auditor.get("/time-stamps?from=" + time + "&to=" + time.plusMillis(1)).expect(200).json();
      assertTrue(byTime.toString().contains(imprint), byTime.toString());
    } finally {
      clients.shutdownNow();
    }
  }

  private static byte[] archived(Client auditor, TimeStampToken token) throws Exception {
    String serial = token.getTimeStampInfo().getSerialNumber().toString(16);
    byte[] archived =
        Base64.getDecoder()
            .decode(auditor.get("/time-stamps/" + serial).expect(200).json().get("token").asText());
    new TimeStampToken(ContentInfo.getInstance(archived))
        .validate(new JcaSimpleSignerInfoVerifierBuilder().build(certificate(token)));
    return archived;
  }

  @Test
  @Requirement(value = "TS6.1", kind = Kind.NEGATIVE)
  void archiveIsForThoseAllowedAndShowsNothingThatIsNotThere() {
    Client auditor = JOURNEY.as("system-auditor-1");
    auditor.get("/time-stamps/1234").expect(404);
    auditor.get("/time-stamps?imprint=zz").expect(400);
    auditor.get("/time-stamps?from=yesterday&to=today").expect(400);
    JOURNEY.as("registration-officer-1").get("/time-stamps/1234").expect(403);
    assertTrue(SYSTEM.anonymous().get("/time-stamps/1234").status() >= 401);
  }

  @Test
  @Requirement({"TS5.1-ii", "TS5.1-i"})
  void rekeyOfAUnitIsRecordedAndNothingIsMissedMeanwhile() {
    X509CertificateHolder before = certificate(unit(QUALIFIED).granted("before"));
    key(QUALIFIED, "EC:secp256r1");
    // From one key to the next: the very next request is answered, by the old key or the new.
    Within.seconds(10)
        .until(
            "a token of the new key",
            () -> !certificate(unit(QUALIFIED).granted("after")).equals(before));
    String records =
        JOURNEY
            .as("system-auditor-1")
            .get("/audit/records?type=KEY_BOUND&limit=20")
            .expect(200)
            .text();
    assertTrue(records.contains(QUALIFIED), records);
  }
}
