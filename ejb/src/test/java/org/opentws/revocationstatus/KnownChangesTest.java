package org.opentws.revocationstatus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.opentws.revocationstatus.store.CertificateName;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.revocationstatus.store.ChangeChain;
import org.opentws.revocationstatus.store.StatusChangeRow;
import org.opentws.revocationstatus.store.StatusRow;
import org.opentws.value.SerialNumber;

class KnownChangesTest {
  private static final Instant AT = Instant.parse("2026-05-31T08:00:00Z");

  private final KnownChanges known = new KnownChanges();

  private static SerialNumber serial(long number) {
    return new SerialNumber(BigInteger.valueOf(number));
  }

  private static CertificateName name(long number) {
    return new CertificateName("issuing", serial(number));
  }

  private static StatusChangeRow change(long sequence, long serial, CertificateState state) {
    Optional<Integer> reason = state == CertificateState.GOOD ? Optional.empty() : Optional.of(6);
    return new StatusChangeRow(
        sequence, "issuing", serial(serial), state, reason, AT, Optional.empty());
  }

  private void learn(StatusChangeRow... changes) {
    ChangeChain chain = known.chain();
    for (StatusChangeRow change : changes) {
      chain = chain.with(change);
    }
    known.learn(List.of(changes), chain);
  }

  @Test
  void lastChangeOfACertificateCounts() {
    learn(change(1, 7, CertificateState.SUSPENDED), change(2, 8, CertificateState.SUSPENDED));
    learn(change(3, 7, CertificateState.REVOKED));
    assertEquals(CertificateState.REVOKED, known.of(name(7)).orElseThrow().state());
    assertEquals(3, known.sequenceOf(name(7)));
    assertEquals(2, known.sequenceOf(name(8)));
    assertTrue(known.of(name(9)).isEmpty());
    assertTrue(known.of(new CertificateName("other", serial(7))).isEmpty());
  }

  @Test
  void whatDoesNotFollowIsNotLearned() {
    learn(change(1, 7, CertificateState.SUSPENDED));
    ChangeChain chain = known.chain();
    assertThrows(
        IllegalArgumentException.class, () -> chain.with(change(3, 7, CertificateState.REVOKED)));
    ChangeChain two = chain.with(change(2, 7, CertificateState.GOOD));
    ChangeChain three = two.with(change(3, 7, CertificateState.REVOKED));
    assertThrows(
        IllegalArgumentException.class,
        () -> known.learn(List.of(change(3, 7, CertificateState.REVOKED)), three));
    assertEquals(1, known.sequenceOf(name(7)));
  }

  @Test
  void anotherHistoryIsAnotherChain() {
    ChangeChain one = ChangeChain.EMPTY.with(change(1, 7, CertificateState.REVOKED));
    ChangeChain other = ChangeChain.EMPTY.with(change(1, 8, CertificateState.REVOKED));
    StatusChangeRow next = change(2, 9, CertificateState.REVOKED);
    assertFalse(one.link().equals(other.link()));
    assertFalse(one.with(next).link().equals(other.with(next).link()));
  }

  @Test
  void rowAgreesOnlyInEveryPart() {
    KnownChange change = KnownChange.of(change(5, 7, CertificateState.SUSPENDED));
    StatusRow row =
        new StatusRow(
            "issuing",
            serial(7),
            CertificateState.SUSPENDED,
            Optional.of(6),
            Optional.of(AT),
            Optional.empty(),
            5,
            false);
    assertTrue(change.agreesWith(row));
    for (StatusRow altered :
        List.of(
            with(row, CertificateState.REVOKED, 6, AT, 5),
            with(row, CertificateState.SUSPENDED, 1, AT, 5),
            with(row, CertificateState.SUSPENDED, 6, AT.plusSeconds(1), 5),
            with(row, CertificateState.SUSPENDED, 6, AT, 4))) {
      assertFalse(change.agreesWith(altered), altered.toString());
    }
  }

  private static StatusRow with(
      StatusRow row, CertificateState state, int reason, Instant at, long sequence) {
    return new StatusRow(
        row.issuer(),
        row.serial(),
        state,
        Optional.of(reason),
        Optional.of(at),
        row.invalidityDate(),
        sequence,
        row.tspKey());
  }

  @Test
  void veryManyAreKeptApart() {
    ChangeIndex index = new ChangeIndex(new byte[32]);
    Map<CertificateName, Long> expected = new HashMap<>();
    for (long i = 1; i <= 20_000; i++) {
      index.put(name(i), i, -i);
      expected.put(name(i), i);
    }
    index.put(name(5), 99_999, 1);
    expected.put(name(5), 99_999L);
    assertEquals(20_000, index.size());
    expected.forEach((name, sequence) -> assertEquals(sequence, index.sequence(name)));
    assertEquals(-20_000, index.content(name(20_000)));
    assertEquals(0, index.sequence(name(20_001)));
  }
}
