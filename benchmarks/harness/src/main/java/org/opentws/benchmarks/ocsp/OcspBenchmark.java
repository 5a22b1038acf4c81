package org.opentws.benchmarks.ocsp;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.sql.SQLException;
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
  private static final String GROWN = "-grown";

  /** The three loads of one number of certificates. */
  private record Loads(WrkLoad constant, WrkLoad nonce, WrkLoad cacheable) {
    Series p256(Device device, String when, String title) {
      return new Series(
          title,
          List.of(
              device.signing("device" + when, "EC:secp256r1", "SHA256withECDSA"),
              new BenchCase("constant" + when, BenchCase.CONNECTIONS, constant),
              new BenchCase("ocsp-nonce" + when, BenchCase.CONNECTIONS, nonce),
              new BenchCase("ocsp-cacheable" + when, BenchCase.CONNECTIONS, cacheable)));
    }

    Series rsa(Device device) {
      return new Series(
          "RSA-3072",
          List.of(
              device.signing("device-rsa3072", "RSA:3072", "SHA256withRSA"),
              new BenchCase("ocsp-nonce-rsa3072", List.of(8, 32), nonce),
              new BenchCase("ocsp-cacheable-rsa3072", List.of(8, 32), cacheable)));
    }
  }

  /** What is asked, and of which server. */
  private record Asking(BenchSystem system, URI server, OcspRequests requests) {
    Loads loads(WrkLoad constant, String when, List<BigInteger> serials) throws IOException {
      return new Loads(
          constant,
          load("ocsp-nonce" + when, serials, requests::withNonce),
          load("ocsp-cacheable" + when, serials, requests::cacheable));
    }

    private WrkLoad load(
        String name, List<BigInteger> serials, Function<BigInteger, PreparedRequest> request)
        throws IOException {
      List<PreparedRequest> sent = serials.stream().map(request).toList();
      return new WrkLoad(system, server, name, sent, SUCCESSFUL);
    }
  }

  @Override
  public void run(BenchSystem system, Rounds rounds, Results results) throws Exception {
    URI server = URI.create(system.text("publicHttp"));
    Asking asking = new Asking(system, server, new OcspRequests(issuer(system)));
    List<BigInteger> asked = serials(system, system.number("certificates", CERTIFICATES));
    int size = sizeOfAnswer(server, asking.requests().encoded(asked.get(0), null));
    WrkLoad constant = WrkLoad.constant(system, server, size);
    Loads loads = asking.loads(constant, "", asked);
    try (Device device = Device.start(system)) {
      results.add(rounds.measure(loads.p256(device, "", "P-256")));
      results.ratio("ocsp-nonce", "device");
      results.ratio("ocsp-cacheable", "constant");
      results.ratio("heap/512MiB", ServerHeap.livingMiB(system) / HEAP_GOAL_MIB);
      int grown = system.number("grown", 0);
      if (grown > 0) {
        RevokedCertificates.make(system, grown / REVOKED_ONE_OF);
        Loads all = asking.loads(constant, GROWN, serials(system, grown));
        String title = "P-256, " + grown + " certificates, one of ten revoked";
        results.add(rounds.measure(all.p256(device, GROWN, title)));
        ratiosOfGrown(system, results);
      }
      Officer.newKey(system, "OCSP_SIGNING", system.text("issuer"), "RSA:3072");
      results.add(rounds.measure(loads.rsa(device)));
      results.ratio("ocsp-nonce-rsa3072", "device-rsa3072");
      Officer.newKey(system, "OCSP_SIGNING", system.text("issuer"), "EC:secp256r1");
    }
  }

  private static List<BigInteger> serials(BenchSystem system, int certificates)
      throws SQLException, IOException {
    system.terminal().progress(certificates + " certificates in the status database");
    return new IssuedCertificates(system, certificates).sample(system.number("asked", ASKED));
  }

  private static void ratiosOfGrown(BenchSystem system, Results results) throws IOException {
    results.ratio("ocsp-nonce-grown", "device-grown");
    results.ratio("ocsp-cacheable-grown", "constant-grown");
    results.ratio("ocsp-nonce-grown", "ocsp-nonce");
    results.ratio("ocsp-cacheable-grown", "ocsp-cacheable");
    results.ratio("constant-grown", "constant");
    results.ratio("heap-grown/512MiB", ServerHeap.livingMiB(system) / HEAP_GOAL_MIB);
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
