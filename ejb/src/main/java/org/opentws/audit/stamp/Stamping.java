package org.opentws.audit.stamp;

import java.io.IOException;
import java.math.BigInteger;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.verify.CheckpointStamp;
import org.opentws.value.Der;

/** Asks a time-stamping authority for a token over a checkpoint (RFC 3161). */
final class Stamping {
  /** The way to the authority: takes an encoded question, gives an encoded answer. */
  @FunctionalInterface
  interface Way {
    /** One question. */
    byte[] ask(byte[] request) throws IOException;
  }

  private final Way way;

  Stamping(Way way) {
    this.way = way;
  }

  /**
   * A token that holds.
   *
   * @param note the signed checkpoint
   * @param nonce random
   */
  Der stamp(String note, BigInteger nonce) throws StampFailed {
    TimeStampRequestGenerator question = new TimeStampRequestGenerator();
    question.setCertReq(true);
    try {
      TimeStampRequest request =
          question.generate(NISTObjectIdentifiers.id_sha256, CheckpointStamp.digest(note), nonce);
      TimeStampResponse response = new TimeStampResponse(way.ask(request.getEncoded()));
      response.validate(request);
      if (response.getTimeStampToken() == null) {
        throw new StampFailed("the authority refused: " + response.getStatusString());
      }
      Der token = Der.of(response.getTimeStampToken().getEncoded());
      CheckpointStamp.of(note, token);
      return token;
    } catch (IOException e) {
      throw new StampFailed("the authority cannot be reached", e);
    } catch (TSPException | BrokenLog e) {
      throw new StampFailed("the authority's answer does not hold", e);
    }
  }
}
