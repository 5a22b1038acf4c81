package org.opentws.hsm.token;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.junit.jupiter.api.function.Executable;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.hsm.SigningUse;
import org.xipki.pkcs11.wrapper.PKCS11Constants;
import org.xipki.pkcs11.wrapper.Session;

/** Real SoftHSM tokens for tests, in the directory that SOFTHSM2_CONF of the test JVM names. */
public final class SoftHsm {
  public static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");

  private static boolean prepared;

  private final Path directory;

  private SoftHsm(Path directory) {
    this.directory = directory;
  }

  /** Prepares the token directory of this JVM; the first call must come before any PKCS#11 call. */
  public static synchronized SoftHsm prepare() throws IOException {
    Path configuration = Path.of(System.getenv("SOFTHSM2_CONF"));
    Path directory = configuration.resolveSibling("");
    if (!prepared) {
      // A directory of this JVM alone: SoftHSM slows down with hundreds of old tokens.
      Path tokens =
          Files.createDirectories(directory.resolve("tokens-" + ProcessHandle.current().pid()));
      prepared = true;
      Files.writeString(
          configuration,
          "directories.tokendir = " + tokens + "\nobjectstore.backend = file\nlog.level = ERROR\n");
    }
    return new SoftHsm(directory);
  }

  /** A new token of a label that no other test uses. */
  public Token newToken() {
    return newToken("t" + UUID.randomUUID().toString().substring(0, 12));
  }

  public Token newToken(String label) {
    TokenInitialisation.initialise(
        LIBRARY, label, "so-pin-1234".toCharArray(), "user-pin-1234".toCharArray());
    Path pinFile = directory.resolve(label + ".pin");
    writePin(pinFile, "user-pin-1234");
    return new Token(label, pinFile);
  }

  /** Another token of the same label, as only a device's administrator makes one. */
  Token newTwin(Token of) {
    Token twin = newToken();
    try {
      Pkcs11Library library = Pkcs11Library.at(LIBRARY);
      library
          .module()
          .getPKCS11Module()
          .C_InitToken(
              library.tokenLabelled(twin.label()).getTokenID(),
              "so-pin-1234".toCharArray(),
              "%-32s".formatted(of.label()).toCharArray(),
              true);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return new Token(of.label(), of.pinFile());
  }

  /** What the device's administrator does: everything in the token is lost, the PIN is another. */
  static void initialiseAgain(Token token, String pin) throws Exception {
    Pkcs11Library library = Pkcs11Library.at(LIBRARY);
    char[] soPin = "so-pin-1234".toCharArray();
    library
        .module()
        .getPKCS11Module()
        .C_InitToken(
            library.tokenLabelled(token.label()).getTokenID(),
            soPin,
            "%-32s".formatted(token.label()).toCharArray(),
            true);
    Session session = library.tokenLabelled(token.label()).openSession(true);
    session.login(PKCS11Constants.CKU_SO, soPin);
    session.initPIN(pin.toCharArray());
    session.closeSession();
  }

  /** A directory of its own with a module that breaks when asked to. */
  public Fault newFault() throws IOException, InterruptedException {
    Path own = Files.createDirectories(directory.resolve("fault-" + UUID.randomUUID()));
    Path module = own.resolve("fault11.so");
    Path source = directory.resolve("fault11.c");
    try (var c = SoftHsm.class.getResourceAsStream("/fault11.c")) {
      Files.write(source, c.readAllBytes());
    }
    Process gcc =
        new ProcessBuilder(
                "gcc",
                "-shared",
                "-fPIC",
                "-O2",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-o",
                module.toString(),
                source.toString(),
                "-ldl",
                "-lpthread")
            .inheritIO()
            .start();
    if (gcc.waitFor() != 0) {
      throw new IOException("gcc failed; is it installed?");
    }
    return new Fault(own, module);
  }

  /** Runs what must fail for want of the device, and gives its words. */
  public static String refusal(Executable call) {
    return String.valueOf(assertThrows(HsmUnavailable.class, call).getMessage());
  }

  static void writePin(Path file, String pin) {
    try {
      Files.writeString(file, pin + "\n", StandardCharsets.UTF_8);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A token and its PIN file. */
  public record Token(String label, Path pinFile) {
    public TokenSettings settings(Path library) {
      return settings(library, PinSource.file(pinFile));
    }

    TokenSettings settings(Path library, PinSource pin) {
      return new TokenSettings(
          library,
          new TokenSettings.TokenName(label, ""),
          pin,
          new TokenSettings.Bounds(2, Duration.ofMillis(500), Duration.ofMillis(1000)));
    }

    public TokenAccess access() {
      return new TokenAccess(settings(LIBRARY));
    }
  }

  /** Switches of the fault module. */
  public record Fault(Path directory, Path module) {
    public void begin(String fault) throws IOException {
      Files.createFile(directory.resolve(fault));
    }

    public void end(String fault) throws IOException {
      Files.delete(directory.resolve(fault));
    }

    /**
     * At the next call of the first of these PKCS#11 functions, then at the next of the second...
     */
    public void loseSessionsAt(List<String> functions) throws IOException {
      Files.writeString(directory.resolve("sessions-at"), String.join("\n", functions));
    }

    public boolean hasLostAllSessions() {
      return Files.notExists(directory.resolve("sessions-at"));
    }
  }

  /** A certificate for localhost of a key in the token, signed with that key itself. */
  public static byte[] selfSigned(TokenAccess token, String label, Instant begin)
      throws IOException {
    return selfSigned(token, label, label, KeyPurposeId.id_kp_serverAuth, begin);
  }

  /** The same for one of this name and usage. */
  public static byte[] selfSigned(
      TokenAccess token, String label, String commonName, KeyPurposeId usage, Instant begin)
      throws IOException {
    PublicKey key = token.publicKey(label);
    X500Name name = new X500Name("CN=" + commonName);
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            name,
            new BigInteger(64, new SecureRandom()),
            Date.from(begin),
            Date.from(begin.plus(Duration.ofDays(1))),
            name,
            SubjectPublicKeyInfo.getInstance(key.getEncoded()));
    builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(usage));
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")));
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EdDSA" -> key.getEncoded().length < 50 ? "Ed25519" : "Ed448";
          default -> "SHA256withECDSA";
        };
    return builder.build(signer(token, label, algorithm)).getEncoded();
  }

  private static ContentSigner signer(TokenAccess token, String label, String algorithm) {
    var data = new ByteArrayOutputStream();
    return new ContentSigner() {
      @Override
      public AlgorithmIdentifier getAlgorithmIdentifier() {
        return new DefaultSignatureAlgorithmIdentifierFinder().find(algorithm);
      }

      @Override
      public OutputStream getOutputStream() {
        return data;
      }

      @Override
      public byte[] getSignature() {
        return token.sign(label, SigningUse.OWN_CERTIFICATE, algorithm, data.toByteArray());
      }
    };
  }
}
