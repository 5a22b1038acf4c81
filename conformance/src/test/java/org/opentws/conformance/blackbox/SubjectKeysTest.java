package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Evidence;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;
import org.opentws.conformance.blackbox.Journey.Issued;

/** A subject's keys: nobody else ever has one, and each has one use. */
@Tag("blackbox")
class SubjectKeysTest {
  private static final int SCALAR_OCTETS = 32;
  private static final Pattern SPARE =
      Pattern.compile("private.?key|pkcs.?12|pfx|escrow|recovery|keyarchive|keybackup");

  private final RunningSystem system = RunningSystem.get();
  private final Journey journey = new Journey(system);

  private static String pem(byte[] key) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
        + "\n-----END PRIVATE KEY-----";
  }

  /** All forms in which the private key could lie somewhere. */
  private static OctetSearch search(KeyPair keys) {
    byte[] encoded = keys.getPrivate().getEncoded();
    byte[] scalar = ((ECPrivateKey) keys.getPrivate()).getS().toByteArray();
    byte[] last = new byte[SCALAR_OCTETS];
    int kept = Math.min(SCALAR_OCTETS, scalar.length);
    System.arraycopy(scalar, scalar.length - kept, last, SCALAR_OCTETS - kept, kept);
    return new OctetSearch()
        .binary("the private number", last)
        .text("the key in base64", Base64.getEncoder().encodeToString(encoded))
        .text("the key in PEM", pem(encoded).split("\n")[1]);
  }

  private Answer apply(Subscriber subscriber, String name, Object value) {
    Map<String, Object> application = subscriber.application();
    application.put(name, value);
    return system.anonymous().post("/applications", application);
  }

  @Test
  @Requirement({"KM6.7", "KM7.1"})
  void certificateComesByTheKeysSignatureAloneAndTheKeyIsNowhere() throws Exception {
    WrittenFiles files = new WrittenFiles(new Node(system));
    Subscriber subscriber = Subscriber.named("Careful");
    Issued issued = journey.issue(subscriber);
    assertEquals(subscriber.keys().getPublic(), issued.certificate().getPublicKey());
    assertEquals(List.of(), files.holding(search(subscriber.keys())));
  }

  @Test
  @Requirement(
      value = {"KM6.7", "KM7.1", "KMF-f"},
      kind = Kind.NEGATIVE)
  void privateKeyThatASubjectHandsInIsRefusedAndStoredNowhere() throws Exception {
    WrittenFiles files = new WrittenFiles(new Node(system));
    Subscriber subscriber = Subscriber.named("Careless");
    byte[] key = subscriber.keys().getPrivate().getEncoded();
    String base64 = Base64.getEncoder().encodeToString(key);
    for (String field : List.of("privateKey", "pkcs12", "keyRecovery", "keyBackup", "escrow")) {
      apply(subscriber, field, base64).expect(400);
    }
    apply(subscriber, "pkcs10", base64).expect(400);
    apply(subscriber, "pkcs10", pem(key)).expect(400);
    apply(
            subscriber,
            "evidence",
            List.of(Map.of("type", "key", "reference", "mine", "text", pem(key))))
        .expect(400);
    Issued issued = journey.issue(Subscriber.named("Careful"));
    mayNotBackUp(issued.id());
    mayNotBackUp(issued.serial());
    assertEquals(List.of(), files.holding(search(subscriber.keys())));
  }

  private void mayNotBackUp(String id) {
    for (String type : List.of("BACKUP_KEY", "RESTORE_KEY")) {
      journey.request(type, Map.of("keyId", id)).expect(404);
    }
  }

  @Test
  @Requirement(
      value = {"KM6.7", "KM7.1"},
      kind = Kind.NEGATIVE)
  void noInterfaceAndNoTableHasAPlaceForSuchAKey() {
    JsonNode described =
        system
            .anonymous()
            .getUri(URI.create(system.value("openapi") + "?format=JSON"))
            .expect(200)
            .json();
    TreeSet<String> names = new TreeSet<>();
    collect(described, names);
    assertTrue(names.contains("pkcs10") && names.size() > 100, "too little is described: " + names);
    try (Superuser superuser = new Superuser(system)) {
      names.addAll(
          superuser.texts(
              "select table_name || '.' || column_name from information_schema.columns"
                  + " where table_schema = 'public'"));
    }
    Evidence.note(names.size() + " names of interfaces, fields, tables and columns");
    // key_backup holds keys of CAs alone: it refers to the register of the TSP's own keys.
    names.removeIf(name -> name.startsWith("key_backup."));
    List<String> places =
        names.stream().filter(name -> SPARE.matcher(name.toLowerCase(Locale.ROOT)).find()).toList();
    assertEquals(List.of(), places);
  }

  private static void collect(JsonNode node, TreeSet<String> names) {
    node.fieldNames().forEachRemaining(names::add);
    node.forEach(child -> collect(child, names));
  }

  private Answer certifyControlKey(Subscriber who) {
    return journey.request(
        "CERTIFY_CONTROL_KEY",
        Map.of(
            "person", "Separate Keys", "pkcs10", Base64.getEncoder().encodeToString(who.pkcs10())));
  }

  private X509Certificate controlCertificate(Subscriber who) {
    String id = certifyControlKey(who).expect(201).json().get("id").asText();
    JsonNode done = journey.as("security-officer-2").approve(id).expect(200).json();
    return RunningSystem.certificate(
        Base64.getDecoder().decode(done.get("result").get("certificate").asText()));
  }

  @Test
  @Requirement("KM3.4")
  void whoSignsAndLogsInHasAKeyForEach() {
    X509Certificate signing = journey.issue(Subscriber.named("Two")).certificate();
    X509Certificate control = controlCertificate(Subscriber.named("Keys"));
    assertNotEquals(signing.getPublicKey(), control.getPublicKey());
    boolean[] nonRepudiationAlone = {false, true, false, false, false, false, false, false, false};
    assertArrayEquals(nonRepudiationAlone, signing.getKeyUsage());
    assertTrue(control.getKeyUsage()[0]);
    assertFalse(control.getKeyUsage()[1]);
  }

  @Test
  @Requirement(value = "KM3.4", kind = Kind.NEGATIVE)
  void keyForSignaturesIsNoKeyForLoggingInNorTheOtherWayRound() {
    Subscriber signer = Subscriber.named("Both");
    journey.issue(signer);
    Answer refused = certifyControlKey(signer);
    assertEquals(422, refused.status(), refused.text());
    assertTrue(refused.text().contains("another use"), refused.text());

    Subscriber officer = Subscriber.named("Officer");
    controlCertificate(officer);
    String id = journey.submit(officer);
    Answer approval = journey.approve(id);
    assertEquals(422, approval.status(), approval.text());
    assertFalse(system.anonymous().get("/applications/" + id).json().hasNonNull("serial"));
  }
}
