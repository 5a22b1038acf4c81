package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;

/** Somebody outside who asks for statuses, CRLs and time-stamps, and believes only signatures. */
final class RelyingParty {
  private static final Pattern STATUS = Pattern.compile("(?m)^0x([0-9a-fA-F]+): (\\w+)");
  private static final Pattern FAILURE = Pattern.compile("Responder Error: (\\w+)");
  private static final int CERT_IDS_MAX = 16;

  private final RunningSystem system;

  RelyingParty(RunningSystem system) {
    this.system = system;
  }

  /** What OCSP says of the serials, verified by openssl: good, revoked or unknown. */
  Map<String, String> ocsp(Collection<String> serials) {
    Map<String, String> statuses = new TreeMap<>();
    List<String> all = new ArrayList<>(new TreeSet<>(serials));
    for (int from = 0; from < all.size(); from += CERT_IDS_MAX) {
      List<String> some = all.subList(from, Math.min(all.size(), from + CERT_IDS_MAX));
      String text = ask(some).expectOk().text();
      assertEquals(true, text.contains("Response verify OK"), text);
      Matcher status = STATUS.matcher(text);
      while (status.find()) {
        statuses.put(new BigInteger(status.group(1), 16).toString(16), status.group(2));
      }
    }
    assertEquals(new TreeSet<>(serials), statuses.keySet());
    return statuses;
  }

  /** The status of one certificate; or the protocol's failure, for example "trylater". */
  String ocsp(String serial) {
    String text = ask(List.of(serial)).text();
    Matcher failure = FAILURE.matcher(text);
    if (failure.find()) {
      return failure.group(1);
    }
    Matcher status = STATUS.matcher(text);
    return status.find() && text.contains("Response verify OK") ? status.group(2) : text;
  }

  private Openssl.Verdict ask(List<String> serials) {
    List<String> command = new ArrayList<>(List.of("ocsp", "-issuer", "ca.pem"));
    serials.forEach(serial -> command.addAll(List.of("-serial", "0x" + serial)));
    command.addAll(List.of("-url", system.value("ocsp"), "-CAfile", "root.pem", "-nonce"));
    return Openssl.run(system.folder(), command.toArray(new String[0]));
  }

  /** Serials on the present CRL, which the CA has signed. */
  TreeSet<String> crl() {
    byte[] der = system.anonymous().getUri(system.uri("crl")).expect(200).octets();
    try {
      X509CRL crl =
          (X509CRL)
              CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
      crl.verify(system.certificate("ca.pem").getPublicKey());
      TreeSet<String> serials = new TreeSet<>();
      Optional.ofNullable(crl.getRevokedCertificates()).stream()
          .flatMap(Collection::stream)
          .map(X509CRLEntry::getSerialNumber)
          .forEach(serial -> serials.add(serial.toString(16)));
      return serials;
    } catch (GeneralSecurityException e) {
      throw new AssertionError("not a CRL of the CA", e);
    }
  }

  /** "granted", or the failure of RFC 3161 in its words. */
  String timeStamp() {
    try {
      byte[] imprint =
          MessageDigest.getInstance("SHA-256")
              .digest(UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8));
      TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
      generator.setCertReq(true);
      TimeStampRequest request = generator.generate(TSPAlgorithms.SHA256, imprint);
      Client.Answer answer =
          system
              .anonymous()
              .postUri(system.uri("tsa"), "application/timestamp-query", request.getEncoded())
              .expect(200);
      TimeStampResponse response = new TimeStampResponse(answer.octets());
      response.validate(request);
      return response.getTimeStampToken() == null
          ? failure(response.getFailInfo().intValue())
          : "granted";
    } catch (IOException | GeneralSecurityException | TSPException e) {
      throw new AssertionError("not a time-stamp response to the request", e);
    }
  }

  private static String failure(int bits) {
    return switch (bits) {
      case PKIFailureInfo.timeNotAvailable -> "timeNotAvailable";
      case PKIFailureInfo.systemFailure -> "systemFailure";
      default -> "failure " + bits;
    };
  }
}
