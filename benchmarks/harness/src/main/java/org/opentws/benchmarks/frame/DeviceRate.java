package org.opentws.benchmarks.frame;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.opentws.hsm.KeyProtection;
import org.opentws.hsm.SigningUse;
import org.opentws.hsm.token.PinSource;
import org.opentws.hsm.token.TokenAccess;
import org.opentws.hsm.token.TokenInitialisation;
import org.opentws.hsm.token.TokenSettings;

/**
 * The process that only signs, with the same classes as the server's resource adapter, in a token
 * of its own. Arguments: PKCS#11 library, PIN file, number of threads. Orders are "key-algorithm
 * signature-algorithm threads milliseconds".
 */
public final class DeviceRate {
  private static final String TOKEN = "bench";
  private static final int SIGNED_OCTETS = 300;

  private final TokenAccess token;
  private final ExecutorService threads;

  private DeviceRate(TokenAccess token, int threads) {
    this.token = token;
    this.threads = Executors.newFixedThreadPool(threads);
  }

  public static void main(String[] arguments) throws Exception {
    Path library = Path.of(arguments[0]);
    Path pinFile = Path.of(arguments[1]);
    int threads = Integer.parseInt(arguments[2]);
    char[] pin = Files.readString(pinFile).strip().toCharArray();
    TokenInitialisation.initialise(library, TOKEN, pin, pin);
    DeviceRate rate = new DeviceRate(open(library, TOKEN, pinFile, threads), threads);
    Orders.serve(rate::measure);
    System.exit(0);
  }

  /** A token as the server opens it. */
  public static TokenAccess open(Path library, String label, Path pinFile, int sessions) {
    return new TokenAccess(
        new TokenSettings(
            library,
            new TokenSettings.TokenName(label, ""),
            PinSource.file(pinFile),
            new TokenSettings.Bounds(sessions, Duration.ofSeconds(5), Duration.ofSeconds(30))));
  }

  private List<String> measure(String[] order) throws InterruptedException, ExecutionException {
    String key = order[0];
    if (!token.keyLabels().contains(key)) {
      token.generateKeyPair(key, key, KeyProtection.NEVER_LEAVES);
      token.storeCertificate(key, SelfSigned.certificate(token, key, order[1]));
    }
    long end = System.nanoTime() + Duration.ofMillis(Long.parseLong(order[3])).toNanos();
    long begin = System.nanoTime();
    List<Future<Durations>> signers = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(order[2]); i++) {
      signers.add(threads.submit(() -> sign(key, order[1], end)));
    }
    List<Durations> took = new ArrayList<>();
    for (Future<Durations> signer : signers) {
      took.add(signer.get());
    }
    long micros = (System.nanoTime() - begin) / 1000;
    return Orders.answer(Durations.together(took), micros, 0);
  }

  private Durations sign(String key, String algorithm, long end) {
    byte[] data = new byte[SIGNED_OCTETS];
    Durations took = new Durations();
    long now = System.nanoTime();
    while (now < end) {
      token.sign(key, SigningUse.DATA, algorithm, data);
      long after = System.nanoTime();
      took.add(after - now);
      now = after;
    }
    return took;
  }
}
