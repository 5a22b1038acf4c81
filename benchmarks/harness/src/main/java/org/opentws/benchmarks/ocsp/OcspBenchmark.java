package org.opentws.benchmarks.ocsp;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Function;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.util.io.pem.PemReader;
import org.opentws.benchmarks.crl.RevokedCertificates;
import org.opentws.benchmarks.frame.BenchCase;
import org.opentws.benchmarks.frame.BenchFailure;
import org.opentws.benchmarks.frame.BenchSystem;
import org.opentws.benchmarks.frame.Benchmark;
import org.opentws.benchmarks.frame.Device;
import org.opentws.benchmarks.frame.Officer;
import org.opentws.benchmarks.frame.PreparedRequest;
import org.opentws.benchmarks.frame.Results;
import org.opentws.benchmarks.frame.Rounds;
import org.opentws.benchmarks.frame.ServerHeap;
import org.opentws.benchmarks.frame.WrkLoad;

/**
 * OCSP with nonce and cacheable, against the device's own signing rate and against a constant
 * answer of equal size; P-256, then RSA-3072. Options: {@code certificates=} in the database,
 * {@code asked=} different ones asked about, {@code grown=} measured again with so many, of which
 * one in ten is revoked.
 */
public final class OcspBenchmark implements Benchmark {
  /** OCSPResponse with two octets of length: responseStatus successful (RFC 6960, 4.2.1). */
  private static final WrkLoad.Expected SUCCESSFUL = new WrkLoad.Expected(4, "0a0100");

  private static final int CERTIFICATES = 100_000;
  private static final int ASKED = 10_000;
  private static final int REVOKED_ONE_OF = 10;
  private static final double HEAP_GOAL_MIB = 512;

  @Override
  public void run(BenchSystem system, Rounds rounds, Results results) throws Exception {
    int certificates = system.number("certificates", CERTIFICATES);
    system.terminal().progress(certificates + " certificates in the status database");
    IssuedCertificates issued = new IssuedCertificates(system, certificates);
    List<BigInteger> asked = issued.sample(system.number("asked", ASKED));
    OcspRequests requests = new OcspRequests(issuer(system));
    URI server = URI.create(system.text("publicHttp"));
    int size = sizeOfAnswer(server, requests.encoded(asked.get(0), null));
    WrkLoad nonceLoad = load(system, server, "ocsp-nonce", asked, requests::withNonce);
    WrkLoad cacheableLoad = load(system, server, "ocsp-cacheable", asked, requests::cacheable);
    WrkLoad constantLoad = WrkLoad.constant(system, server, size);
    try (Device device = Device.start(system)) {
      Series p256 =
          new Series(
              "P-256",
              List.of(
                  device.signing("device", "EC:secp256r1", "SHA256withECDSA"),
                  new BenchCase("constant", BenchCase.CONNECTIONS, constantLoad),
                  new BenchCase("ocsp-nonce", BenchCase.CONNECTIONS, nonceLoad),
                  new BenchCase("ocsp-cacheable", BenchCase.CONNECTIONS, cacheableLoad)));
      results.add(rounds.measure(p256));
      results.ratio("ocsp-nonce", "device");
      results.ratio("ocsp-cacheable", "constant");
      results.ratio("heap/512MiB", ServerHeap.livingMiB(system) / HEAP_GOAL_MIB);
      int grown = system.number("grown", 0);
      if (grown > 0) {
        RevokedCertificates.make(system, grown / REVOKED_ONE_OF);
        system.terminal().progress(grown + " certificates in the status database");
        IssuedCertificates all = new IssuedCertificates(system, grown);
        List<BigInteger> others = all.sample(system.number("asked", ASKED));
        results.add(
            rounds.measure(
                new Series(
                    "P-256, " + grown + " certificates, one of ten revoked",
                    List.of(
                        device.signing("device-again", "EC:secp256r1", "SHA256withECDSA"),
                        new BenchCase("constant-again", BenchCase.CONNECTIONS, constantLoad),
                        new BenchCase(
                            "ocsp-nonce-grown",
                            BenchCase.CONNECTIONS,
                            load(system, server, "ocsp-nonce-grown", others, requests::withNonce)),
                        new BenchCase(
                            "ocsp-cacheable-grown",
                            BenchCase.CONNECTIONS,
                            load(
                                system,
                                server,
                                "ocsp-cacheable-grown",
                                others,
                                requests::cacheable))))));
        results.ratio("ocsp-nonce-grown", "device-again");
        results.ratio("ocsp-cacheable-grown", "constant-again");
        results.ratio("ocsp-nonce-grown", "ocsp-nonce");
        results.ratio("ocsp-cacheable-grown", "ocsp-cacheable");
        results.ratio("heap-grown/512MiB", ServerHeap.livingMiB(system) / HEAP_GOAL_MIB);
      }
      Officer.newKey(system, "OCSP_SIGNING", system.text("issuer"), "RSA:3072");
      Series rsa =
          new Series(
              "RSA-3072",
              List.of(
                  device.signing("device-rsa3072", "RSA:3072", "SHA256withRSA"),
                  new BenchCase("ocsp-nonce-rsa3072", List.of(8, 32), nonceLoad),
                  new BenchCase("ocsp-cacheable-rsa3072", List.of(8, 32), cacheableLoad)));
      results.add(rounds.measure(rsa));
      results.ratio("ocsp-nonce-rsa3072", "device-rsa3072");
      Officer.newKey(system, "OCSP_SIGNING", system.text("issuer"), "EC:secp256r1");
    }
  }

  private static WrkLoad load(
      BenchSystem system,
      URI server,
      String name,
      List<BigInteger> asked,
      Function<BigInteger, PreparedRequest> request)
      throws IOException {
    return new WrkLoad(system, server, name, asked.stream().map(request).toList(), SUCCESSFUL);
  }

  private static X509CertificateHolder issuer(BenchSystem system) throws IOException {
    try (PemReader pem =
        new PemReader(Files.newBufferedReader(system.run().resolve("demo/ca.pem")))) {
      return new X509CertificateHolder(pem.readPemObject().getContent());
    }
  }

  private static int sizeOfAnswer(URI server, byte[] request)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(server.resolve("/ocsp"))
                    .header("Content-Type", "application/ocsp-request")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    if (answer.body().length < 256) {
      throw new BenchFailure("OCSP does not answer as it should: " + answer);
    }
    return answer.body().length;
  }
}
