package org.opentws.keymanagement.activation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.junit.jupiter.api.Test;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Der;

/** KM2.1, KM2.2: a share on its way between nodes. */
class ShareSealTest {
  private static final byte[] SHARE = "otws1-2of3-1-...".getBytes(StandardCharsets.US_ASCII);
  private static final String CONTEXT = "station|device|person";

  private final AsymmetricCipherKeyPair receiver = ShareSeal.newKeyPair();
  private final Der sealed = ShareSeal.seal(ShareSeal.publicKey(receiver), CONTEXT, SHARE);

  private void refused(AsymmetricCipherKeyPair by, String context, Der what) {
    var refused = assertThrows(RequestRefused.class, () -> ShareSeal.open(by, context, what));
    assertEquals(Refusal.SEAL_BROKEN, refused.refusal());
  }

  @Test
  void receiverAloneOpensIt() {
    assertArrayEquals(SHARE, ShareSeal.open(receiver, CONTEXT, sealed));
    refused(ShareSeal.newKeyPair(), CONTEXT, sealed);
  }

  @Test
  void nothingOfItIsSeenFromOutside() {
    String octets = new String(sealed.octets(), StandardCharsets.ISO_8859_1);
    assertFalse(octets.contains("otws1"));
  }

  @Test
  void forAnotherPersonOrDeviceItDoesNotOpen() {
    refused(receiver, "station|device|somebody else", sealed);
  }

  @Test
  void alteredOrCutItDoesNotOpen() {
    for (int at = 0; at < sealed.length(); at++) {
      byte[] altered = sealed.octets();
      altered[at] ^= 1;
      refused(receiver, CONTEXT, Der.of(altered));
    }
    refused(receiver, CONTEXT, Der.of(new byte[0]));
    refused(receiver, CONTEXT, Der.of(new byte[40]));
  }
}
