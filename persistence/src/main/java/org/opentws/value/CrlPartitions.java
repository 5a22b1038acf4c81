package org.opentws.value;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many partitions the CRLs of CAs have: {@code ca:number}, separated by commas, or none. */
public record CrlPartitions(Map<String, Integer> numbers) {
  private static final String NONE = "none";
  private static final Pattern ONE = Pattern.compile("([a-z0-9][a-z0-9-]*):([0-9]{1,3})");

  public CrlPartitions {
    numbers = Map.copyOf(numbers);
  }

  /** Reads the configuration; a wrong one stops the start. */
  public static CrlPartitions valueOf(String text) {
    Map<String, Integer> numbers = new HashMap<>();
    String stripped = text.strip();
    String[] all = stripped.equals(NONE) ? new String[0] : stripped.split("\\s*,\\s*", -1);
    for (String one : all) {
      Matcher matcher = ONE.matcher(one);
      int number = matcher.matches() ? Integer.parseInt(matcher.group(2)) : 0;
      if (number < 1
          || number > CrlPartition.PARTITIONS_MAX
          || numbers.put(matcher.group(1), number) != null) {
        throw new IllegalArgumentException(
            "'%s' is not CA:NUMBER with a number from 1 to %d, each CA once"
                .formatted(one, CrlPartition.PARTITIONS_MAX));
      }
    }
    return new CrlPartitions(numbers);
  }

  /** CAs that are named. */
  public Set<String> cas() {
    return numbers.keySet();
  }

  /** 1: the CA's list is not parted. */
  public int numberOf(String ca) {
    return numbers.getOrDefault(ca, 1);
  }

  /** The partition of a certificate that is issued now; empty if the CA's list is not parted. */
  public Optional<CrlPartition> of(String ca, SerialNumber serial) {
    int number = numberOf(ca);
    return number == 1 ? Optional.empty() : Optional.of(CrlPartition.of(serial, number));
  }
}
