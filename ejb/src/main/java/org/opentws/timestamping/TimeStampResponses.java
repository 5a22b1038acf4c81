package org.opentws.timestamping;

import java.io.IOException;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIFreeText;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.tsp.TimeStampResp;
import org.jspecify.annotations.Nullable;
import org.opentws.error.Refusal;
import org.opentws.error.ServiceUnavailable;
import org.opentws.value.Der;

/** Encodes rejections of RFC 3161, 2.4.2; the one mapping of refusals to its failure codes. */
final class TimeStampResponses {
  private TimeStampResponses() {}

  static Der rejection(int failureInfo, String text) {
    PKIStatusInfo status =
        new PKIStatusInfo(
            PKIStatus.rejection,
            new PKIFreeText(new DERUTF8String(text)),
            new PKIFailureInfo(failureInfo));
    try {
      return Der.of(new TimeStampResp(status, null).getEncoded(ASN1Encoding.DER));
    } catch (IOException e) {
      throw new IllegalStateException("a rejection cannot be encoded", e);
    }
  }

  static int failureInfo(Refusal refusal) {
    return switch (refusal) {
      case BAD_ALGORITHM -> PKIFailureInfo.badAlg;
      case BAD_DATA_FORMAT, MALFORMED_REQUEST, REQUEST_TOO_LARGE -> PKIFailureInfo.badDataFormat;
      case UNACCEPTED_POLICY -> PKIFailureInfo.unacceptedPolicy;
      case UNACCEPTED_EXTENSION -> PKIFailureInfo.unacceptedExtension;
      case BAD_REQUEST,
          IDEMPOTENCY_KEY_REQUIRED,
          IDEMPOTENCY_KEY_REUSED,
          NOT_AUTHENTICATED,
          FACTOR_REFUSED,
          FORBIDDEN,
          NOT_FOUND,
          WRONG_STATE,
          LEGAL_HOLD,
          ROLE_CONFLICT,
          SAME_PERSON,
          EXPIRED,
          PROOF_OF_POSSESSION_FAILED,
          WEAK_PASSWORD,
          WEAK_KEY,
          DEVICE_NOT_APPROVED,
          KEY_NOT_ATTESTED,
          PROFILE_VIOLATION,
          LINT_FAILED,
          SEAL_BROKEN,
          REPLAYED,
          REVOCATION_IS_FINAL ->
          PKIFailureInfo.badRequest;
    };
  }

  static int failureInfo(ServiceUnavailable.@Nullable Cause missing) {
    return missing == ServiceUnavailable.Cause.TIME
        ? PKIFailureInfo.timeNotAvailable
        : PKIFailureInfo.systemFailure;
  }
}
