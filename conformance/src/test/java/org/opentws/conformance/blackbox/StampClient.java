package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Random;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;

/** Asks a time-stamping unit and believes only what fits the request. */
final class StampClient {
  static final String QUERY = "application/timestamp-query";

  private final Client client;
  private final URI unit;

  StampClient(Client client, URI unit) {
    this.client = client;
    this.unit = unit;
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static TimeStampRequest request(String data) {
    return request(data, new TimeStampRequestGenerator());
  }

  static TimeStampRequest request(String data, TimeStampRequestGenerator generator) {
    generator.setCertReq(true);
    return generator.generate(
        NISTObjectIdentifiers.id_sha256, sha256(data), new BigInteger(64, new Random()));
  }

  /** The HTTP answer, whatever it is. */
  Client.Answer post(TimeStampRequest request) {
    try {
      return client.postUri(unit, QUERY, request.getEncoded());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** With a name and a secret. */
  Client.Answer post(TimeStampRequest request, String name, String secret) {
    try {
      String credential =
          Base64.getEncoder()
              .encodeToString((name + ":" + secret).getBytes(StandardCharsets.UTF_8));
      return client.send(
          client
              .request(unit)
              .header("Content-Type", QUERY)
              .header("Authorization", "Basic " + credential)
              .POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(request.getEncoded())));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  TimeStampResponse send(TimeStampRequest request) {
    return read(post(request), request);
  }

  static TimeStampResponse read(Client.Answer answer, TimeStampRequest request) {
    try {
      TimeStampResponse response = new TimeStampResponse(answer.expect(200).octets());
      if (response.getTimeStampToken() != null) {
        response.validate(request);
      }
      return response;
    } catch (TSPException | IOException e) {
      throw new AssertionError("not the answer to this request", e);
    }
  }

  TimeStampToken granted(TimeStampRequest request) {
    TimeStampResponse response = send(request);
    assertEquals(PKIStatus.GRANTED, response.getStatus(), response.getStatusString());
    TimeStampToken token = response.getTimeStampToken();
    assertNotNull(token);
    return token;
  }

  TimeStampToken granted(String data) {
    return granted(request(data));
  }

  /** "granted", or the failure of RFC 3161 as a number. */
  String outcome() {
    TimeStampResponse response = send(request("outcome"));
    return response.getTimeStampToken() == null
        ? "failure " + response.getFailInfo().intValue()
        : "granted";
  }

  /** The failure code of a rejection. */
  int failure(TimeStampRequest request) {
    TimeStampResponse response = send(request);
    assertEquals(PKIStatus.REJECTION, response.getStatus());
    assertEquals(null, response.getTimeStampToken());
    return response.getFailInfo().intValue();
  }
}
