package org.opentws.benchmarks.tsa;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.opentws.benchmarks.frame.BenchCase;
import org.opentws.benchmarks.frame.BenchSystem;
import org.opentws.benchmarks.frame.Benchmark;
import org.opentws.benchmarks.frame.Device;
import org.opentws.benchmarks.frame.Officer;
import org.opentws.benchmarks.frame.PreparedRequest;
import org.opentws.benchmarks.frame.Results;
import org.opentws.benchmarks.frame.Rounds;
import org.opentws.benchmarks.frame.WrkLoad;

/**
 * Tokens with durable archive and audit, against the device's own signing rate and against a
 * constant answer of equal size; P-256, then RSA-3072. Every request has a fresh nonce.
 */
public final class TsaBenchmark implements Benchmark {
  /** TimeStampResp with two octets of length: status granted (RFC 3161, 2.4.2). */
  private static final WrkLoad.Expected GRANTED = new WrkLoad.Expected(4, "3003020100");

  private static final int NONCE_OCTETS = 8;
  private static final int IMPRINT_OCTETS = 32;
  private static final int ASKED = 1000;

  /** What a token without certificates has, about. */
  private static final int ANSWER_OCTETS = 900;

  @Override
  public void run(BenchSystem system, Rounds rounds, Results results) throws Exception {
    URI server = URI.create(system.text("publicHttp"));
    WrkLoad tokens = new WrkLoad(system, server, "tsa-archived", requests(), GRANTED);
    WrkLoad constant = WrkLoad.constant(system, server, ANSWER_OCTETS);
    try (Device device = Device.start(system)) {
      Series p256 =
          new Series(
              "P-256",
              List.of(
                  device.signing("device", "EC:secp256r1", "SHA256withECDSA"),
                  new BenchCase("constant", BenchCase.CONNECTIONS, constant),
                  new BenchCase("tsa-archived", BenchCase.CONNECTIONS, tokens)));
      results.add(rounds.measure(p256));
      results.ratio("tsa-archived", "device");
      results.ratio("tsa-archived", "constant");
      int archived = system.number("archived", 0);
      if (archived > 0) {
        system.terminal().progress("fill the archive: " + archived + " tokens");
        ArchivedTokens.fill(system, archived);
        Series grown =
            new Series(
                "P-256, " + archived + " tokens in the archive",
                List.of(
                    device.signing("device-again", "EC:secp256r1", "SHA256withECDSA"),
                    new BenchCase("tsa-archived-grown", BenchCase.CONNECTIONS, tokens)));
        results.add(rounds.measure(grown));
        results.ratio("tsa-archived-grown", "device-again");
        results.ratio("tsa-archived-grown", "tsa-archived");
      }
      Officer.newKey(system, "TIME_STAMP_SIGNING", "tsu-1", "RSA:3072");
      Series rsa =
          new Series(
              "RSA-3072",
              List.of(
                  device.signing("device-rsa3072", "RSA:3072", "SHA256withRSA"),
                  new BenchCase("tsa-archived-rsa3072", List.of(8, 32), tokens)));
      results.add(rounds.measure(rsa));
      results.ratio("tsa-archived-rsa3072", "device-rsa3072");
      Officer.newKey(system, "TIME_STAMP_SIGNING", "tsu-1", "EC:secp256r1");
    }
  }

  private static List<PreparedRequest> requests() throws IOException {
    SecureRandom random = new SecureRandom();
    List<PreparedRequest> requests = new ArrayList<>();
    for (int i = 0; i < ASKED; i++) {
      byte[] imprint = new byte[IMPRINT_OCTETS];
      random.nextBytes(imprint);
      // The nonce ends the request: its first octet stays, so that it is a positive number of one
      // length.
      byte[] nonce = new byte[NONCE_OCTETS + 1];
      nonce[0] = 0x40;
      byte[] request =
          new TimeStampRequestGenerator()
              .generate(NISTObjectIdentifiers.id_sha256, imprint, new BigInteger(1, nonce))
              .getEncoded();
      requests.add(
          PreparedRequest.post(
              "/tsa",
              "application/timestamp-query",
              request,
              request.length - NONCE_OCTETS,
              NONCE_OCTETS));
    }
    return requests;
  }
}
