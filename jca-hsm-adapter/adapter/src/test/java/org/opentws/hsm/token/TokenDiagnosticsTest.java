package org.opentws.hsm.token;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device that cannot be used says why, in words that name what to repair. */
class TokenDiagnosticsTest {
  private static SoftHsm softHsm;

  @BeforeAll
  static void prepare() throws Exception {
    softHsm = SoftHsm.prepare();
  }

  @Test
  void missingLibraryIsNamed() {
    assertSays("/nowhere/lib.so is not there", settings(Path.of("/nowhere/lib.so"), "any"));
  }

  @Test
  void fileThatIsNoLibraryIsNamed(@TempDir Path directory) throws Exception {
    Path text = Files.writeString(directory.resolve("text.so"), "no library");
    assertSays("is not a PKCS#11 library", settings(text, "any"));
  }

  @Test
  void libraryWithoutPkcs11IsNamed() {
    assertSays(
        "is not a PKCS#11 library",
        settings(Path.of(System.getProperty("java.home"), "lib", "libzip.so"), "any"));
  }

  @Test
  void missingTokenIsNamedWithThoseThatAreThere() {
    SoftHsm.Token there = softHsm.newToken();
    assertSays("no token labelled \"absent\"", settings(SoftHsm.LIBRARY, "absent"));
    assertSays(there.label(), settings(SoftHsm.LIBRARY, "absent"));
  }

  @Test
  void wrongPinIsOfferedOnceUntilTheFileChanges() {
    SoftHsm.Token token = softHsm.newToken();
    SoftHsm.writePin(token.pinFile(), "wrong-pin");
    try (TokenAccess access = token.access()) {
      assertTrue(failure(access).contains("the PIN in the PIN file is wrong"));
      assertTrue(failure(access).contains("not tried again until the file changes"));
      SoftHsm.writePin(token.pinFile(), "user-pin-1234");
      assertTrue(access.ensureOpen() > 0);
    }
  }

  @Test
  void pinFileThatOthersCanReadIsRefused() throws Exception {
    SoftHsm.Token token = softHsm.newToken();
    Files.setPosixFilePermissions(token.pinFile(), PosixFilePermissions.fromString("rw-r--r--"));
    assertSays("must have mode 0600", token.settings(SoftHsm.LIBRARY));
  }

  @Test
  void missingOrEmptyPinFileIsNamed() throws Exception {
    SoftHsm.Token token = softHsm.newToken();
    Files.writeString(token.pinFile(), "\n");
    assertSays("is empty", token.settings(SoftHsm.LIBRARY));
    Files.delete(token.pinFile());
    assertSays("cannot be read", token.settings(SoftHsm.LIBRARY));
  }

  @Test
  void missingMechanismIsNamed() throws Exception {
    SoftHsm.Token token = softHsm.newToken();
    SoftHsm.Fault fault = softHsm.newFault();
    fault.begin("nomechanisms");
    try (TokenAccess access = new TokenAccess(token.settings(fault.module()))) {
      String refused = SoftHsm.refusal(() -> access.generateKeyPair("key", "EC:secp256r1"));
      assertTrue(refused.contains("CKM_EC_KEY_PAIR_GEN"), refused);
    }
  }

  private static TokenSettings settings(Path library, String label) {
    Path pinFile = softHsm.newToken().pinFile();
    return new TokenSettings(
        library, label, pinFile, 1, Duration.ofMillis(500), Duration.ofSeconds(5));
  }

  private static void assertSays(String words, TokenSettings settings) {
    try (TokenAccess access = new TokenAccess(settings)) {
      String message = failure(access);
      assertTrue(message.contains(words), message);
    }
  }

  private static String failure(TokenAccess access) {
    return SoftHsm.refusal(access::ensureOpen);
  }
}
