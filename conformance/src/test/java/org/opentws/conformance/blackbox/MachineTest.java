package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;

/**
 * The system of a registration authority is a principal of its own: the TLS key of an
 * infrastructure certificate opens it, its scope and profiles bind it, and it is never an officer.
 */
@Tag("blackbox")
class MachineTest {
  private static final RunningSystem SYSTEM = RunningSystem.get();
  private static final Journey JOURNEY = new Journey(SYSTEM);
  private static Machine branch;

  /** With an own key and certificate. */
  private static final class Machine {
    final String name = "ra-" + UUID.randomUUID().toString().substring(0, 8);
    final KeyPair keys = Subscriber.ec("secp256r1");
    final X509Certificate certificate = certified(name, keys);

    static X509Certificate certified(String name, KeyPair keys) {
      String pkcs10 =
          Base64.getEncoder().encodeToString(Subscriber.withKey("machine", keys).pkcs10());
      String made =
          JOURNEY
              .operation("CERTIFY_MACHINE_KEY", Map.of("machine", name, "pkcs10", pkcs10))
              .get("certificate")
              .asText();
      return RunningSystem.certificate(Base64.getDecoder().decode(made));
    }

    static Machine registered(String statusChanges) {
      Machine machine = new Machine();
      JOURNEY.operation("REGISTER_MACHINE", machine.parameters(statusChanges));
      return machine;
    }

    Map<String, String> parameters(String statusChanges) {
      return new HashMap<>(
          Map.of(
              "account",
              name,
              "certificate",
              Newcomer.encoded(certificate),
              "cas",
              "issuing",
              "registrationAuthorities",
              "branch",
              "profiles",
              Subscriber.PROFILE,
              "statusChanges",
              statusChanges));
    }

    Client client() {
      return SYSTEM.withKey(name, keys.getPrivate(), certificate);
    }

    void change(String type) {
      JOURNEY.operation(type, Map.of("account", name));
    }
  }

  @BeforeAll
  static void register() {
    branch = Machine.registered("yes");
  }

  @AfterAll
  static void bar() {
    branch.change("DISABLE_USER");
  }

  private static String submit(Client machine) {
    return machine
        .post("/applications", Subscriber.named("Machine").application())
        .expect(201)
        .json()
        .get("id")
        .asText();
  }

  private static String serial(String id) {
    return JOURNEY.approve(id).expect(200).json().get("serial").asText();
  }

  private static Answer change(Client machine, String serial, String action) {
    return machine.post(
        "/certificates/issuing/" + serial + "/status-changes", Map.of("action", action));
  }

  @Test
  @Requirement({"SA1.1", "IA1.1", "R1.1", "RM1.2"})
  void machineSubmitsReadsAndHasTheStatusChangedUnderItsOwnName() {
    Client machine = branch.client();
    String id = submit(machine);
    JsonNode seen = JOURNEY.as("registration-officer-1").get("/applications/" + id).json();
    assertEquals(branch.name, seen.get("submittedBy").asText());
    assertEquals("branch", seen.get("registrationAuthority").asText());
    String serial = serial(id);
    JsonNode own = machine.get("/applications/" + id).expect(200).json();
    assertEquals("CERTIFIED", own.get("state").asText());
    assertTrue(own.get("certificate").asText().startsWith("-----BEGIN CERTIFICATE"));
    for (String action : new String[] {"suspend", "reinstate", "revoke"}) {
      change(machine, serial, action).expect(200);
    }
    AuditLook look = new AuditLook(SYSTEM);
    assertTrue(
        look.records(Map.of("user", branch.name)).toString().contains("APPLICATION_SUBMITTED"));
    assertTrue(
        look.records(Map.of("user", branch.name, "type", "STATUS_CHANGED"))
            .toString()
            .contains(serial));
    String page = JOURNEY.as("security-officer-1").get("/users/" + branch.name).text();
    assertTrue(page.contains("\"machine\":true") && page.contains(Subscriber.PROFILE), page);
  }

  @Test
  @Requirement(
      value = {"SA1.1", "M1.1"},
      kind = Kind.NEGATIVE)
  void whatOthersEnteredAndWhatIsOutsideDoesNotExistForIt() {
    Client machine = branch.client();
    Map<String, Object> same = new HashMap<>(Subscriber.named("Others").application());
    same.put("registrationAuthority", "branch");
    String others = JOURNEY.submit(same);
    Answer unknown = machine.get("/applications/0123456789012345678901");
    Answer theirs = machine.get("/applications/" + others);
    assertEquals(404, theirs.status());
    assertEquals(unknown.text(), theirs.text());
    Map<String, Object> elsewhere = new HashMap<>(Subscriber.named("Elsewhere").application());
    elsewhere.put("registrationAuthority", "main");
    machine.post("/applications", elsewhere).expect(400);
    String serial = JOURNEY.issue(Subscriber.named("Main")).serial();
    Answer outside = change(machine, serial, "revoke");
    assertEquals(404, outside.status());
    assertEquals(change(machine, "7f0001", "revoke").text(), outside.text());
    JOURNEY.turnDown(others);
  }

  @Test
  @Requirement(
      value = {"SA1.1", "M1.1", "M1.3", "IA4.1"},
      kind = Kind.NEGATIVE)
  void machineIsNeverAnOfficer() {
    Client machine = branch.client();
    for (String path :
        new String[] {
          "/applications",
          "/users",
          "/operations",
          "/keys",
          "/audit/records",
          "/sessions",
          "/status-change-requests",
          "/account",
          "/certificates/issuing/7f0001",
          "/alarms"
        }) {
      assertEquals(403, machine.get(path).status(), path);
    }
    String id = submit(machine);
    machine.post("/applications/" + id + "/approval", Map.of()).expect(403);
    machine.post("/applications/" + id + "/rejection", Map.of("reason", "no")).expect(403);
    assertEquals(401, machine.tryLogin("any password whatever").status());
    for (Map.Entry<String, Map<String, String>> change :
        Map.of(
                "ASSIGN_ROLE", Map.of("role", "REGISTRATION_OFFICER"),
                "GRANT_PERMISSION", Map.of("permission", "key.read"),
                "SET_PASSWORD", Map.of("passwordHash", Newcomer.hash("gravel otter lantern 62")))
            .entrySet()) {
      Map<String, String> parameters = new HashMap<>(change.getValue());
      parameters.put("account", branch.name);
      Answer refused = JOURNEY.request(change.getKey(), parameters).expect(409);
      assertTrue(refused.text().contains("is a machine"), refused.text());
    }
    JOURNEY.turnDown(id);
  }

  @Test
  @Requirement(
      value = {"SA1.1", "KM3.4", "IA3.1"},
      kind = Kind.NEGATIVE)
  void certificatesOfMachinesAndOfOfficersAreNotEachOthers() {
    Machine machine = new Machine();
    // Certified, but not registered: nobody, not even anonymous.
    machine.client().post("/applications", Subscriber.named("X").application()).expect(401);
    Newcomer person = new Newcomer(JOURNEY, "gravel otter lantern mosaic 62");
    Map<String, String> user = new HashMap<>(person.parameters());
    user.put("certificate", Newcomer.encoded(machine.certificate));
    JOURNEY.request("CREATE_USER", user).expect(400);
    Map<String, String> wrong = machine.parameters("no");
    wrong.put("certificate", Newcomer.encoded(person.certificate));
    JOURNEY.request("REGISTER_MACHINE", wrong).expect(400);
    wrong.put("certificate", Newcomer.encoded(branch.certificate));
    JOURNEY.request("REGISTER_MACHINE", wrong).expect(409);
    Map<String, String> unlimited = machine.parameters("no");
    unlimited.put("registrationAuthorities", "all");
    JOURNEY.request("REGISTER_MACHINE", unlimited).expect(400);
    Map<String, String> profile = machine.parameters("no");
    profile.put("profiles", "control");
    JOURNEY.request("REGISTER_MACHINE", profile).expect(400);
    // The same key for both, and a person who is called like a machine.
    byte[] pkcs10 = Subscriber.withKey("control", machine.keys).pkcs10();
    JOURNEY.request("CERTIFY_CONTROL_KEY", Newcomer.order("Somebody", pkcs10)).expect(422);
    byte[] another = Subscriber.named("control").pkcs10();
    JOURNEY.request("CERTIFY_CONTROL_KEY", Newcomer.order("Machine x", another)).expect(400);
    // An officer's key without a session is nobody's.
    String id =
        SYSTEM
            .withCertificateOf("registration-officer-2")
            .post("/applications", Subscriber.named("Nobody").application())
            .expect(201)
            .json()
            .get("id")
            .asText();
    assertEquals(
        "anonymous",
        JOURNEY
            .as("registration-officer-1")
            .get("/applications/" + id)
            .json()
            .get("submittedBy")
            .asText());
    JOURNEY.turnDown(id);
  }

  @Test
  @Requirement(
      value = {"SA1.1", "KM3.6", "M1.3"},
      kind = Kind.NEGATIVE)
  void barredRevokedOrForgedItIsRefusedAtTheNextRequest() {
    Machine machine = Machine.registered("no");
    Client client = machine.client();
    String id = submit(client);
    String path = "/applications/" + id;
    change(client, serial(id), "suspend").expect(403);
    machine.change("DISABLE_USER");
    client.get(path).expect(401);
    client.post("/applications", Subscriber.named("Barred").application()).expect(401);
    machine.change("ENABLE_USER");
    client.get(path).expect(200);
    try (Superuser superuser = new Superuser(SYSTEM)) {
      Instant begin = Instant.now();
      String insert =
          "insert into account_scope values (?, 'REGISTRATION_AUTHORITY', 'main', now())";
      superuser.tamper(insert, machine.name);
      client.get(path).expect(401);
      superuser.awaitAlarm("ROW_FORGED", begin);
      superuser.tamper(
          "delete from account_scope where account = ? and name = 'main'", machine.name);
      superuser.tamper("update account set machine = false where account = ?", machine.name);
      client.get(path).expect(401);
      superuser.tamper("update account set machine = true where account = ?", machine.name);
    }
    client.get(path).expect(200);
    JOURNEY.revoke(machine.certificate).expect(200);
    client.get(path).expect(401);
    machine.change("DISABLE_USER");
  }
}
