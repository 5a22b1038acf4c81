package org.opentws.tools.device;

import java.io.IOException;
import java.io.PrintStream;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.opentws.hsm.BackupKeyFacts;
import org.opentws.hsm.DeviceFacts;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.hsm.KeyFacts;
import org.opentws.hsm.PossessionProof;
import org.opentws.hsm.token.StoredCertificate;
import org.opentws.hsm.token.TokenAccess;
import org.opentws.hsm.token.TokenOffers;

/** Checks one device after the other and prints what it finds; changes nothing in them. */
final class DeviceCheck {
  private static final Provider VERIFIER = new BouncyCastleProvider();
  private static final Duration RATE_TIME = Duration.ofMillis(300);
  private static final int ROW_WIDTH = 130;
  private static final String KEY_LINE = "    %-38s %-20s %-34s %-12s %-15s %s%n";

  private final PrintStream out;
  private int faults;

  DeviceCheck(PrintStream out) {
    this.out = out;
  }

  /** How many things were wrong. */
  int faults() {
    return faults;
  }

  void check(DeviceSetting setting) {
    out.printf("%nDevice %s%n", setting.name());
    try {
      offers(setting);
      if (setting.isActivated()) {
        line("PIN", "persons bring it in shares: keys are not looked at here");
      } else {
        opened(setting);
      }
    } catch (HsmUnavailable e) {
      fault(String.valueOf(e.getMessage()));
    }
  }

  private void offers(DeviceSetting setting) {
    TokenOffers offers = TokenOffers.of(setting.token());
    DeviceFacts facts = offers.facts();
    line("library", setting.library().toString());
    line(
        "token",
        "%s, serial number %s: %s %s, firmware %s%s"
            .formatted(
                facts.tokenLabel(),
                facts.serialNumber(),
                facts.manufacturer(),
                facts.model(),
                facts.firmwareVersion(),
                facts.testDevice() ? "; TEST DEVICE, never for production" : ""));
    mechanisms(offers.mechanisms());
    line("can make", String.join(" ", offers.keyAlgorithms()));
    if (!offers.lackingKeyAlgorithms().isEmpty()) {
      line("cannot make", String.join(" ", offers.lackingKeyAlgorithms()));
    }
  }

  private void mechanisms(Set<String> names) {
    line("mechanisms", names.size() + " offered:");
    StringBuilder row = new StringBuilder();
    for (String name : new TreeSet<>(names)) {
      if (row.length() + name.length() > ROW_WIDTH) {
        out.printf("    %s%n", row.toString().strip());
        row.setLength(0);
      }
      row.append(name).append(' ');
    }
    out.printf("    %s%n", row.toString().strip());
  }

  private void opened(DeviceSetting setting) {
    try (TokenAccess token = new TokenAccess(setting.token())) {
      List<String> labels = token.keyLabels().stream().sorted().toList();
      line("PIN", setting.pin() + ": accepted");
      line("backup key", token.backupKey().map(DeviceCheck::words).orElse("none"));
      line("keys", String.valueOf(labels.size()));
      if (!labels.isEmpty()) {
        out.printf(
            KEY_LINE, "key", "algorithm", "facts", "certificate", "sign and verify", "per second");
      }
      for (String label : labels) {
        key(token, label);
      }
    }
  }

  private static String words(BackupKeyFacts key) {
    return "AES-%d, %s, check value %s"
        .formatted(
            key.bits(),
            key.trusted() && !key.extractable() ? "trusted" : "NOT TRUSTED",
            key.checkValue());
  }

  private void key(TokenAccess token, String label) {
    KeyFacts facts = token.keyFacts(label);
    String words = words(facts);
    String algorithm = signatureAlgorithm(facts.keyType());
    boolean good = proves(token, label, algorithm);
    out.printf(
        KEY_LINE,
        label,
        facts.keyType(),
        words,
        until(token, label),
        good ? "ok" : "FAILED",
        good ? rate(token, label, algorithm) : 0);
    if (!good || words.startsWith("WRONG")) {
      faults++;
    }
  }

  /** What makes a key one that the server would use (KMF-a). */
  private static String words(KeyFacts facts) {
    if (!facts.sensitive()) {
      return "WRONG: readable";
    }
    if (!facts.sign() || !facts.signOnly()) {
      return "WRONG: not for signing alone";
    }
    if (facts.extractable() && !facts.wrapWithTrusted()) {
      return "WRONG: can leave the device";
    }
    String leaves = facts.wrapWithTrusted() ? "leaves under backup key" : "never leaves";
    return (facts.local() ? "made here, " : "restored, ") + leaves;
  }

  private static String signatureAlgorithm(String keyType) {
    return switch (keyType) {
      case "ED:Ed25519" -> "Ed25519";
      case "ED:Ed448" -> "Ed448";
      case "EC:secp384r1", "EC:brainpoolP384r1" -> "SHA384withECDSA";
      case "EC:secp521r1", "EC:brainpoolP512r1" -> "SHA512withECDSA";
      default -> keyType.startsWith("RSA:") ? "SHA256withRSA" : "SHA256withECDSA";
    };
  }

  private static String until(TokenAccess token, String label) {
    Optional<StoredCertificate> stored =
        token.certificates().stream().filter(each -> each.label().equals(label)).findFirst();
    return stored
        .map(each -> each.certificate().getNotAfter().toInstant().toString().substring(0, 10))
        .orElse("none");
  }

  private static boolean proves(TokenAccess token, String label, String algorithm) {
    try {
      PublicKey key =
          BouncyCastleProvider.getPublicKey(
              SubjectPublicKeyInfo.getInstance(token.publicKey(label).getEncoded()));
      Signature verifier = Signature.getInstance(algorithm, VERIFIER);
      verifier.initVerify(key);
      verifier.update(PossessionProof.text());
      return verifier.verify(token.provePossession(label, algorithm));
    } catch (GeneralSecurityException | IOException e) {
      return false;
    }
  }

  /** One after the other, from this process. */
  private static long rate(TokenAccess token, String label, String algorithm) {
    long begin = System.nanoTime();
    long made = 0;
    while (System.nanoTime() - begin < RATE_TIME.toNanos()) {
      token.provePossession(label, algorithm);
      made++;
    }
    return made * Duration.ofSeconds(1).toNanos() / (System.nanoTime() - begin);
  }

  void line(String what, String value) {
    out.printf("  %-12s %s%n", what, value);
  }

  void fault(String words) {
    faults++;
    line("FAULT", words);
  }
}
