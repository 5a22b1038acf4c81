package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;

/**
 * The device with the keys of CAs opens with the shares of two persons who agree (KM3.1, KM3.2).
 */
@Tag("blackbox")
class ActivationTest {
  private static final String FIRST = "security-officer-1";
  private static final String SECOND = "security-officer-2";
  private static final Map<String, String> DEVICE = Map.of("device", Activation.DEVICE);

  private final RunningSystem system = RunningSystem.get();
  private final Journey journey = new Journey(system);
  private final Activation activation = new Activation(system);

  @BeforeEach
  @AfterEach
  void open() {
    for (String holder : Activation.HOLDERS) {
      journey.as(holder).delete("/devices/" + Activation.DEVICE + "/shares").expect(204);
    }
    activation.ensureOpen();
  }

  private JsonNode agreed() {
    Answer requested = journey.request("ACTIVATE_DEVICE", DEVICE).expect(201);
    return journey.as(SECOND).approve(requested.json().get("id").asText()).expect(200).json();
  }

  private void refused(String why) {
    JsonNode operation = agreed();
    assertEquals("FAILED", operation.get("state").asText(), operation::toString);
    assertTrue(operation.get("reason").asText().contains(why), operation::toString);
    assertEquals("LOCKED", activation.state());
  }

  @Test
  @Requirement({"KM3.1", "KM3.2"})
  void twoOfficersOpenWhatOneHasLocked() {
    String id = journey.submit(Subscriber.named("Patience"));
    activation.lock(SECOND).expect(204);
    assertEquals("LOCKED", activation.state());
    Answer locked = journey.approve(id).expect(503);
    assertFalse(locked.text().contains("at org."), locked.text());
    activation.give(FIRST, activation.share(FIRST)).expect(200);
    JsonNode given = activation.give(SECOND, activation.share(SECOND)).expect(200).json();
    assertEquals(2, given.get("needed").asInt());
    assertEquals(List.of(FIRST, SECOND), journey.texts(given.get("givenBy")));
    assertEquals("LOCKED", activation.state(), "shares alone open nothing");
    assertEquals("EXECUTED", agreed().get("state").asText());
    assertEquals("ACTIVATED", activation.state());
    assertEquals("CERTIFIED", journey.approve(id).expect(200).json().get("state").asText());
  }

  @Test
  @Requirement(
      value = {"KM3.1", "KM3.2"},
      kind = Kind.NEGATIVE)
  void onePersonDoesNotOpenIt() {
    activation.lock(FIRST).expect(204);
    refused("has given no share");
    activation.give(FIRST, activation.share(FIRST)).expect(200);
    refused(SECOND + " has given no share");
    // The other one's share from the same hands counts as a correction of the own one.
    activation.give(FIRST, activation.share(SECOND)).expect(200);
    refused(SECOND + " has given no share");
    Answer stolen = activation.give(SECOND, activation.share(SECOND));
    assertEquals(403, stolen.status(), stolen.text());
    assertTrue(stolen.text().contains("same-person"), stolen.text());
  }

  @Test
  @Requirement(value = "KM3.2", kind = Kind.NEGATIVE)
  void oneApprovalOrTheSamePersonTwiceIsNotEnough() {
    activation.lock(FIRST).expect(204);
    Activation.HOLDERS.forEach(
        holder -> activation.give(holder, activation.share(holder)).expect(200));
    Answer requested = journey.request("ACTIVATE_DEVICE", DEVICE).expect(201);
    String approval = "/operations/" + requested.json().get("id").asText() + "/approval";
    Answer own = journey.as(FIRST).post(approval, Map.of()).expect(403);
    assertTrue(own.text().contains("same-person"), own.text());
    assertEquals("LOCKED", activation.state());
    journey.withdraw(requested);
  }

  @Test
  @Requirement(value = "KM3.1", kind = Kind.NEGATIVE)
  void mistypedOrForeignSharesAndOtherRolesAreRefused() {
    activation.lock(FIRST).expect(204);
    String share = activation.share(FIRST);
    for (String wrong : List.of("", "otws1", share.substring(2), share + "0", "x".repeat(4000))) {
      assertEquals(400, activation.give(FIRST, wrong).status(), wrong);
    }
    activation.give(FIRST, share).expect(200);
    assertEquals(400, activation.give(SECOND, activation.share(SECOND, "so-pin")).status());
    for (String account :
        List.of("registration-officer-1", "system-administrator-1", "system-auditor-1")) {
      activation.give(account, share).expect(403);
      activation.lock(account).expect(403);
    }
    for (String device : List.of("tsp", "nowhere")) {
      int status =
          journey.as(FIRST).post("/devices/" + device + "/shares", Map.of("share", share)).status();
      assertTrue(status == 404 || status == 409, device + " " + status);
    }
  }

  @Test
  @Requirement(value = "KM2.1", kind = Kind.NEGATIVE)
  void noShareIsSeenInTheDatabaseWhileItWaits() {
    activation.lock(FIRST).expect(204);
    activation.give(FIRST, activation.share(FIRST)).expect(200);
    String secretPart = activation.share(FIRST).split("-")[5];
    try (Superuser superuser = new Superuser(system)) {
      assertEquals(
          "1",
          superuser.texts("select count(*)::text from activation_share").get(0),
          "it lies there, sealed");
      for (String table :
          superuser.texts(
              "select quote_ident(relname) from pg_class where relkind in ('r', 'p')"
                  + " and relnamespace = 'public'::regnamespace")) {
        assertEquals(
            List.of(),
            superuser.texts(
                "select 'found in " + table + "' from " + table + " t where t::text like ?",
                "%" + secretPart + "%"));
      }
    }
  }
}
