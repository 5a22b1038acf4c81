package org.opentws.benchmarks.frame;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.opentws.hsm.KeyProtection;
import org.opentws.hsm.SigningUse;
import org.opentws.hsm.token.PinSource;
import org.opentws.hsm.token.TokenAccess;
import org.opentws.hsm.token.TokenInitialisation;
import org.opentws.hsm.token.TokenSettings;

/**
 * The process that only signs, with the same classes as the server's resource adapter, in a token
 * of its own. Arguments: PKCS#11 library, PIN file, number of threads. Reads lines "key-algorithm
 * signature-algorithm threads milliseconds" and prints "signatures micros p50-nanos p99-nanos".
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
    char[] pin = java.nio.file.Files.readString(pinFile).strip().toCharArray();
    TokenInitialisation.initialise(library, TOKEN, pin, pin);
    TokenAccess token =
        new TokenAccess(
            new TokenSettings(
                library,
                new TokenSettings.TokenName(TOKEN, ""),
                PinSource.file(pinFile),
                new TokenSettings.Bounds(threads, Duration.ofSeconds(5), Duration.ofSeconds(30))));
    DeviceRate rate = new DeviceRate(token, threads);
    System.out.println("READY");
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    String order = orders.readLine();
    while (order != null) {
      System.out.println(rate.measure(order.split(" ")));
      order = orders.readLine();
    }
    System.exit(0);
  }

  private String measure(String[] order) throws InterruptedException, ExecutionException {
    String key = order[0];
    if (!token.keyLabels().contains(key)) {
      token.generateKeyPair(key, key, KeyProtection.NEVER_LEAVES);
      token.storeCertificate(key, SelfSigned.certificate(token, key, order[1]));
    }
    long end = System.nanoTime() + Duration.ofMillis(Long.parseLong(order[3])).toNanos();
    long begin = System.nanoTime();
    List<Future<long[]>> signers = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(order[2]); i++) {
      signers.add(threads.submit(() -> sign(key, order[1], end)));
    }
    long[] all = new long[0];
    for (Future<long[]> signer : signers) {
      all = LongStream.concat(LongStream.of(all), LongStream.of(signer.get())).toArray();
    }
    long micros = (System.nanoTime() - begin) / 1000;
    Arrays.sort(all);
    return all.length + " " + micros + " " + at(all, 0.5) + " " + at(all, 0.99);
  }

  private static long at(long[] sorted, double part) {
    return sorted[(int) Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  }

  /** Nanoseconds of each signature. */
  private long[] sign(String key, String algorithm, long end) {
    byte[] data = new byte[SIGNED_OCTETS];
    long[] took = new long[1 << 16];
    int count = 0;
    long now = System.nanoTime();
    while (now < end) {
      token.sign(key, SigningUse.DATA, algorithm, data);
      long after = System.nanoTime();
      took = count == took.length ? Arrays.copyOf(took, 2 * count) : took;
      took[count++] = after - now;
      now = after;
    }
    return Arrays.copyOf(took, count);
  }
}
