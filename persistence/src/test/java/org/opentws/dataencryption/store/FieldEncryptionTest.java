package org.opentws.dataencryption.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;

class FieldEncryptionTest {
  private static final FieldPlace PLACE = new FieldPlace("person", "name", "1");
  private static final String NAME = "Märt Õun";

  private final Ring ring = new Ring();
  private final FieldEncryption encryption = new FieldEncryption();

  private static final class Ring implements KeyRing {
    final List<DataKey> keys = new ArrayList<>();
    final List<String> alarms = new ArrayList<>();
    boolean clear;

    void add(String id, int first) {
      byte[] octets = new byte[DataKey.OCTETS];
      octets[0] = (byte) first;
      keys.add(0, new DataKey(id, octets));
    }

    @Override
    public DataKey current() {
      return keys.get(0);
    }

    @Override
    public Optional<DataKey> find(String id) {
      return keys.stream().filter(key -> key.id().equals(id)).findFirst();
    }

    @Override
    public List<DataKey> inMemory() {
      return keys;
    }

    @Override
    public boolean mayStandInClear() {
      return clear;
    }

    @Override
    public void broken(FieldPlace place, String why) {
      alarms.add(place + ": " + why);
    }
  }

  private FieldEncryption withKeys() {
    ring.add("first", 1);
    encryption.use(ring);
    return encryption;
  }

  @Test
  void valueComesBackAndTwoOfTheSameLookDifferent() {
    FieldEncryption fields = withKeys();
    String sealed = fields.sealText(PLACE, NAME);
    assertFalse(sealed.contains("rt"), sealed);
    assertNotEquals(sealed, fields.sealText(PLACE, NAME));
    assertEquals(NAME, fields.openText(PLACE, sealed));
    byte[] octets = NAME.getBytes(StandardCharsets.UTF_8);
    byte[] whole = fields.sealOctets(PLACE, octets);
    assertTrue(FieldEncryption.isSealed(whole));
    assertArrayEquals(octets, fields.openOctets(PLACE, whole));
  }

  @Test
  void formerKeysStayReadable() {
    FieldEncryption fields = withKeys();
    String former = fields.sealText(PLACE, NAME);
    String word = fields.blind("õun");
    ring.add("second", 2);
    assertTrue(fields.sealText(PLACE, NAME).startsWith("otws1:second:"));
    assertEquals(NAME, fields.openText(PLACE, former));
    assertNotEquals(word, fields.blind("õun"));
    assertTrue(fields.blinds("õun").contains(word));
  }

  @Test
  void whatIsNotTheValueOfThisPlaceIsRefusedWithAnAlarm() {
    FieldEncryption fields = withKeys();
    String sealed = fields.sealText(PLACE, NAME);
    List<FieldPlace> others =
        List.of(
            new FieldPlace("person", "name", "2"),
            new FieldPlace("person", "title", "1"),
            new FieldPlace("place", "name", "1"));
    others.forEach(place -> refused(place, sealed));
    for (int end = "otws1:".length(); end < sealed.length(); end++) {
      refused(PLACE, sealed.substring(0, end));
    }
    refused(PLACE, sealed.replace("first", "third"));
    refused(PLACE, NAME);
    refused(PLACE, "otws1:first:*");
    byte[] whole = fields.sealOctets(PLACE, new byte[] {1, 2, 3});
    for (int at = 0; at < whole.length; at++) {
      byte[] altered = whole.clone();
      altered[at] ^= 1;
      assertThrows(RequestRefused.class, () -> fields.openOctets(PLACE, altered));
    }
  }

  private void refused(FieldPlace place, String stored) {
    int before = ring.alarms.size();
    RequestRefused refusal =
        assertThrows(RequestRefused.class, () -> encryption.openText(place, stored), stored);
    assertEquals(Refusal.SEAL_BROKEN, refusal.refusal());
    assertEquals(before + 1, ring.alarms.size());
  }

  @Test
  void inADatabaseOfBeforeValuesInClearAreRead() {
    FieldEncryption fields = withKeys();
    ring.clear = true;
    assertEquals(NAME, fields.openText(PLACE, NAME));
    ring.clear = false;
    assertEquals("{}", fields.openText(PLACE, "{}"));
  }

  @Test
  void withoutKeysNothingIsStoredButWhatMustBe() {
    assertThrows(ServiceUnavailable.class, () -> encryption.sealText(PLACE, NAME));
    assertThrows(ServiceUnavailable.class, () -> encryption.openText(PLACE, "otws1:first:AAAA"));
    assertEquals(NAME, encryption.sealTextIfReady(PLACE, NAME));
    assertEquals("word", encryption.blind("word"));
  }
}
