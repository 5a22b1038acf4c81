package org.opentws.tools.demo;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Collection;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.opentws.tools.rest.Connection;
import org.opentws.value.Sha256;

/** One time-stamp over a text (TS3.1), asked for with nonce and certReq. */
final class TimeStamp {
  private static final int ATTEMPTS_MAX = 30;
  private static final long PAUSE_MILLIS = 2000;
  private static final int NONCE_BITS = 64;
  private static final String TEXT = "Stamped by the demonstration of OpenTWS.\n";

  private final DemoSystem system;
  private final Connection connection;

  TimeStamp(DemoSystem system, Connection connection) {
    this.system = system;
    this.connection = connection;
  }

  /** The token's time, as text. After a start the clock needs some rounds with its sources. */
  String stamp() throws Exception {
    Files.writeString(system.demo("timestamp.txt"), TEXT);
    String refusal = "";
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      TimeStampRequest request = request();
      byte[] answer =
          connection.exchange(
              system.publicHttp() + "/tsa", "application/timestamp-query", request.getEncoded());
      TimeStampResponse response = new TimeStampResponse(answer);
      if (response.getStatus() == PKIStatus.GRANTED) {
        response.validate(request);
        return keep(response.getTimeStampToken(), answer);
      }
      refusal = String.valueOf(response.getStatusString());
      Thread.sleep(PAUSE_MILLIS);
    }
    throw new DemoFailure("The time-stamping unit refuses: " + refusal);
  }

  private static TimeStampRequest request() {
    byte[] digest = Sha256.of(TEXT.getBytes(StandardCharsets.UTF_8));
    TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    return generator.generate(
        TSPAlgorithms.SHA256, digest, new BigInteger(NONCE_BITS, new SecureRandom()));
  }

  private String keep(TimeStampToken token, byte[] answer) throws Exception {
    Collection<X509CertificateHolder> found = token.getCertificates().getMatches(token.getSID());
    X509CertificateHolder unit = found.iterator().next();
    token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(unit));
    Pem.write(system.demo("tsa.pem"), "CERTIFICATE", unit.getEncoded());
    Files.write(system.demo("timestamp.tsr"), answer);
    return token.getTimeStampInfo().getGenTime().toInstant().toString();
  }
}
