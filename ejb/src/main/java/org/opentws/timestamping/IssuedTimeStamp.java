package org.opentws.timestamping;

import java.time.Instant;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/**
 * A token that is signed, verified and archived.
 *
 * @param response DER of the TimeStampResp
 */
record IssuedTimeStamp(
    SerialNumber serial, Instant genTime, String imprintAlgorithm, Der imprint, Der response) {}
