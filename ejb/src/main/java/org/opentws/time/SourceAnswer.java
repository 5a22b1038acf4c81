package org.opentws.time;

import java.util.Optional;

/**
 * What came back from one source in one round.
 *
 * @param remark what it is (stratum, reference), or why there is no reading, in words
 */
record SourceAnswer(String source, Optional<SourceReading> reading, String remark) {
  static SourceAnswer of(SourceReading reading, String remark) {
    return new SourceAnswer(reading.source(), Optional.of(reading), remark);
  }

  static SourceAnswer none(SourceAddress source, String reason) {
    return new SourceAnswer(source.toString(), Optional.empty(), reason);
  }
}
