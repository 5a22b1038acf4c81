package org.opentws.timestamping;

import java.util.Map;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponse;
import org.opentws.error.RequestRefused;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/**
 * What Jazzer calls with each input that it invents: the whole path of a request but the device.
 * Anything but the protocol's own refusal is a finding.
 */
public final class TimeStampRequestFuzz {
  private static final TimeStampingUnit UNIT =
      TimeStampingUnit.of(
          Map.of("unit", "tsu-1", "policy", "0.4.0.2023.1.1", "accuracyMillis", "500"));
  private static final TimeStampRequestReader READER = new TimeStampRequestReader();
  private static final TestUnit SIGNER = signer();
  private static final TokenTemplate TEMPLATE = new TokenTemplate(UNIT, SIGNER.key);

  private TimeStampRequestFuzz() {}

  private static TestUnit signer() {
    try {
      return TestUnit.of("CN=Unit under fuzzing", "SHA256withECDSA");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Jazzer's entry. */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    TimeStampRequest request;
    try {
      request = READER.read(Der.of(input));
    } catch (RequestRefused e) {
      int failure = TimeStampResponses.failureInfo(e.refusal());
      new TimeStampResponse(TimeStampResponses.rejection(failure, e.detail()).octets());
      return;
    }
    TokenTemplate.Composed composed =
        TEMPLATE.compose(request, SerialNumber.parse("4d2"), TestUnit.NOW);
    RequestImprint.checkCarried(request, composed.tstInfo());
    Der token = TEMPLATE.token(composed, new byte[] {0x30, 0x00}, request.getCertReq());
    TimeStampResponse response = new TimeStampResponse(TokenTemplate.granted(token).octets());
    try {
      response.validate(request);
    } catch (TSPException e) {
      // The client's own library asks for the policy that it named: another unit's, refused later.
      if (request.getReqPolicy() == null || request.getReqPolicy().equals(UNIT.policyId())) {
        throw e;
      }
    }
  }
}
