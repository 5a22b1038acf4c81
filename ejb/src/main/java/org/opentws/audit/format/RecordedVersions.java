package org.opentws.audit.format;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentws.value.Der;

/** The versions that records of changes name. */
public final class RecordedVersions {
  /** The detail that names them. */
  public static final String VERSION = "version";

  /** What a record without a version stands for: what the installation made. */
  private static final String INSTALLED = "1";

  private RecordedVersions() {}

  /** The highest one; empty if there is no record. */
  public static Optional<Integer> highest(List<Der> records) {
    return records.stream().flatMap(RecordedVersions::versions).max(Integer::compare);
  }

  private static Stream<Integer> versions(Der record) {
    try {
      String version =
          EncodedRecord.decode(record.octets())
              .content()
              .details()
              .getOrDefault(VERSION, INSTALLED);
      return Arrays.stream(version.split(" ", -1))
          .filter(text -> text.matches("[0-9]{1,9}"))
          .map(Integer::valueOf);
    } catch (BrokenLog e) {
      // What cannot be read proves nothing; verification of the log reports it.
      return Stream.empty();
    }
  }
}
