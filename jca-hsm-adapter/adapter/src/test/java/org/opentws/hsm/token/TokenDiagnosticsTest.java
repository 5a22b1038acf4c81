package org.opentws.hsm.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.hsm.KeyProtection;

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
  void tokenIsKnownByItsSerialNumberToo() {
    SoftHsm.Token there = softHsm.newToken();
    String serial;
    try (TokenAccess access = there.access()) {
      serial = access.deviceFacts().serialNumber();
    }
    TokenSettings bySerial = named(there, "", serial);
    try (TokenAccess access = new TokenAccess(bySerial)) {
      assertEquals(there.label(), access.deviceFacts().tokenLabel());
      assertTrue(access.ensureOpen() > 0);
    }
    assertSays("no token labelled", named(there, there.label(), "0000"));
  }

  @Test
  void twoTokensOfOneLabelAreToldApartBySerialNumberOnly() {
    SoftHsm.Token first = softHsm.newToken();
    SoftHsm.Token second = softHsm.newTwin(first);
    assertSays("say which by serial-number", second.settings(SoftHsm.LIBRARY));
  }

  private static TokenSettings named(SoftHsm.Token token, String label, String serial) {
    return new TokenSettings(
        SoftHsm.LIBRARY,
        new TokenSettings.TokenName(label, serial),
        PinSource.file(token.pinFile()),
        TokenSettings.Bounds.USUAL);
  }

  @Test
  void settingOfThePinThatMeansNothingIsNamedWithWhatItMayBe() {
    for (String wrong : java.util.List.of("", "1234", "credential-store:opentws", "/a/file")) {
      String words = SoftHsm.refusal(() -> PinSource.named(wrong));
      assertTrue(words.contains("must be file:PATH, credential-store:STORE/ALIAS"), words);
    }
  }

  @Test
  void credentialStoreIsThereInsideOfTheServerOnly() {
    SoftHsm.Token token = softHsm.newToken();
    assertSays(
        "inside of the server only",
        token.settings(SoftHsm.LIBRARY, PinSource.named("credential-store:opentws/hsm-tsp")));
  }

  @Test
  void wrongPinIsOfferedOnceUntilTheFileChanges() {
    SoftHsm.Token token = softHsm.newToken();
    SoftHsm.writePin(token.pinFile(), "wrong-pin");
    try (TokenAccess access = token.access()) {
      assertTrue(failure(access).contains("the PIN is wrong"));
      assertTrue(failure(access).contains("it is not tried again"));
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
      String refused =
          SoftHsm.refusal(
              () -> access.generateKeyPair("key", "EC:secp256r1", KeyProtection.NEVER_LEAVES));
      assertTrue(refused.contains("CKM_EC_KEY_PAIR_GEN"), refused);
    }
  }

  private static TokenSettings settings(Path library, String label) {
    Path pinFile = softHsm.newToken().pinFile();
    return new TokenSettings(
        library,
        new TokenSettings.TokenName(label, ""),
        PinSource.file(pinFile),
        new TokenSettings.Bounds(1, Duration.ofMillis(500), Duration.ofSeconds(5)));
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
