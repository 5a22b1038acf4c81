package org.opentws.revocationmanagement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.revocationmanagement.store.StatusChangeAction;
import org.opentws.revocationmanagement.store.StatusChangeRequest;
import org.opentws.value.SerialNumber;

class StatusChangeMessageTest {
  private static StatusChangeRequest request(
      StatusChangeAction action, Optional<Integer> reason, Optional<Instant> invalid) {
    return new StatusChangeRequest(
        "id-1",
        "issuing",
        new SerialNumber(BigInteger.valueOf(0xabc)),
        action,
        reason,
        invalid,
        "erp",
        false);
  }

  @Test
  void messageIsReadAsItWasWritten() {
    StatusChangeRequest revoke =
        request(
            StatusChangeAction.REVOKE,
            Optional.of(RevocationReason.KEY_COMPROMISE.code()),
            Optional.of(Instant.parse("2026-01-01T00:00:00Z")));
    assertEquals(revoke, StatusChangeMessage.parse("erp", StatusChangeMessage.toJson(revoke)));
    StatusChangeRequest hold =
        request(StatusChangeAction.SUSPEND, Optional.empty(), Optional.empty());
    assertEquals(hold, StatusChangeMessage.parse("erp", StatusChangeMessage.toJson(hold)));
  }

  @ParameterizedTest
  @EnumSource(RevocationReason.class)
  void eachReasonIsReadByItsName(RevocationReason reason) {
    assertEquals(
        Optional.of(reason.code()),
        StatusChangeMessage.reason(StatusChangeAction.REVOKE, Optional.of(reason.text())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"removeFromCRL", "certificateHold", "keycompromise", "", "1", "7"})
  void otherReasonsAreRefusedForARevocation(String text) {
    assertThrows(
        RequestRefused.class,
        () -> StatusChangeMessage.reason(StatusChangeAction.REVOKE, Optional.of(text)));
  }

  @Test
  void onlyARevocationGivesAReason() {
    assertThrows(
        RequestRefused.class,
        () ->
            StatusChangeMessage.reason(StatusChangeAction.REINSTATE, Optional.of("keyCompromise")));
    assertEquals(
        Optional.of(0), StatusChangeMessage.reason(StatusChangeAction.REVOKE, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"id\":\"\",\"issuer\":\"a\",\"serial\":\"1\",\"action\":\"revoke\"}",
        "{\"id\":\"1\",\"issuer\":\"a\",\"serial\":\"0\",\"action\":\"revoke\"}",
        "{\"id\":\"1\",\"issuer\":\"a\",\"serial\":\"1\",\"action\":\"REVOKE\"}",
        "{\"id\":\"1\",\"issuer\":\"a\",\"serial\":\"1\",\"action\":\"unrevoke\"}",
        "{\"id\":1,\"issuer\":\"a\",\"serial\":\"1\",\"action\":\"revoke\"}",
        "{\"id\":\"1\",\"issuer\":\"a\",\"serial\":\"1\",\"action\":\"revoke\",\"invalidityDate\":\"soon\"}",
        "{\"id\":\"1\",\"id\":\"2\",\"issuer\":\"a\",\"serial\":\"1\",\"action\":\"revoke\"}",
        "{\"id\":\"1\",\"issuer\":\"a\",\"serial\":\"1\",\"action\":\"revoke\"} x"
      })
  void anythingElseIsMalformed(String text) {
    assertEquals(
        Refusal.MALFORMED_REQUEST,
        assertThrows(RequestRefused.class, () -> StatusChangeMessage.parse("erp", text)).refusal());
  }
}
