package org.opentws.audit.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.opentws.audit.store.AuditBlock;
import org.opentws.value.Der;

class RecordFormatTest {
  private static final Der SALT = Der.of(new byte[PersonalValue.SALT_OCTETS]);

  private static RecordContent content(int number) {
    TreeMap<String, String> details = new TreeMap<>();
    details.put("serial", "00ff" + number);
    details.put("source", new PersonalValue(0, "source", SALT, "192.0.2.1").digest());
    return new RecordContent(
        Instant.ofEpochSecond(number * 100L), 1, 20, 1, "a", "officer", "thing:" + number, details);
  }

  @Test
  void fieldNamesAreUniqueAndValuesHaveTheFormOfTheirKind() {
    Set<String> names = new HashSet<>();
    for (AuditField field : AuditField.values()) {
      assertTrue(names.add(field.fieldName()), field.fieldName());
      assertTrue(field.fieldName().matches("[a-z][A-Za-z0-9]*"), field.fieldName());
      assertFalse(field.title().isBlank(), field.fieldName());
    }
    assertTrue(AuditField.SEQUENCE.accepts("17"));
    assertFalse(AuditField.SEQUENCE.accepts("17a"));
    assertTrue(AuditField.FROM.accepts("2026-11-28T12:00:00.123Z"));
    assertFalse(AuditField.FROM.accepts("2026-13-28T12:00:00Z"));
    assertTrue(AuditField.DEMO.accepts("true"));
    assertFalse(AuditField.DEMO.accepts("yes"));
    assertTrue(AuditField.HASH.accepts("00ff"));
    assertFalse(AuditField.HASH.accepts("00FF"));
  }

  @Test
  void digestOfAPersonalValueDependsOnValueAndSaltAndTellsNeither() {
    PersonalValue value = new PersonalValue(0, "source", SALT, "192.0.2.1");
    byte[] other = new byte[PersonalValue.SALT_OCTETS];
    other[3] = 1;
    assertEquals(64, value.digest().length());
    assertNotEquals(
        value.digest(), new PersonalValue(0, "source", Der.of(other), "192.0.2.1").digest());
    assertNotEquals(value.digest(), new PersonalValue(0, "source", SALT, "192.0.2.2").digest());
    assertEquals(value.digest(), value.at(7).digest());
  }

  @Test
  void wordsAreRunsOfLettersAndDigitsInLowerCase() {
    assertEquals(
        List.of("certificate", "issuing", "1a2b", "good", "jõgi"),
        SearchKey.words("Certificate:issuing/1A2B=GOOD, a Jõgi"));
  }

  @Test
  void blockFindsEveryRecordByItsKeysAndNoPersonalValue() {
    IndexBlock block = new IndexBlock(3);
    IndexBlock same = new IndexBlock(3);
    for (int i = 0; i < 500; i++) {
      block.add(content(i));
      same.add(content(i));
    }
    AuditBlock built = block.build();
    assertEquals(built, same.build(), "the same records give the same block");
    assertEquals(500, built.counts().values().stream().mapToInt(Integer::intValue).sum());
    int falseHits = 0;
    for (int i = 0; i < 500; i++) {
      assertTrue(mayHold(built, SearchKey.object("thing:" + i)));
      assertTrue(mayHold(built, SearchKey.word("00ff" + i)));
      falseHits += mayHold(built, SearchKey.object("absent:" + i)) ? 1 : 0;
    }
    assertTrue(falseHits < 10, falseHits + " false hits of 500");
    assertTrue(mayHold(built, SearchKey.actor("officer", 20, 1)));
    assertFalse(mayHold(built, SearchKey.actor("officer", 20, 2)));
    String digest = content(1).details().getOrDefault("source", "");
    assertFalse(mayHold(built, SearchKey.word(digest)), "not even the digest of a personal value");
  }

  /** As the database looks. */
  private static boolean mayHold(AuditBlock block, long key) {
    byte[] filter = block.filter().octets();
    for (int i = 0; i < KeyFilter.PROBES; i++) {
      long bit = KeyFilter.probe(key, i) & (filter.length * 8 - 1);
      if ((filter[(int) (bit >> 3)] & (1 << (bit & 7))) == 0) {
        return false;
      }
    }
    return true;
  }

  @Test
  void proofIsReadBackAndAnAlteredOneDoesNotHold() {
    GrownTree tree = new GrownTree();
    byte[] record = {1, 2, 3};
    tree.add(new byte[] {9});
    tree.add(record);
    tree.add(new byte[] {8});
    Checkpoint head = new Checkpoint("test/log", 3, Der.of(tree.root()));
    RecordProof proof =
        new RecordProof(
            Der.of(record),
            1,
            new TreeProof(tree.tiles()).inclusion(1, 3).stream().map(Der::of).toList(),
            new SignedNote(head.text(), List.of()));
    assertTrue(proof.holds());
    assertEquals(proof, RecordProof.parse(proof.encoded()));
    String altered = proof.encoded().replace("extra AQID", "extra AQIE");
    assertFalse(RecordProof.parse(altered).holds());
    assertFalse(RecordProof.parse(proof.encoded().replace("index 1", "index 0")).holds());
    for (String broken :
        List.of("", "nonsense", proof.encoded().replace("@v1", "@v2"), proof.encoded() + "x")) {
      assertThrows(BrokenLog.class, () -> RecordProof.parse(broken), broken);
    }
  }
}
