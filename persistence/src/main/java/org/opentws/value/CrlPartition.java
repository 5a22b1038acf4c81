package org.opentws.value;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One part of a CA's certificates, with a CRL of its own (RFC 5280, 5.2.5). It is a function of the
 * serial number alone, so nothing need be remembered of a certificate to know its list.
 *
 * @param index from 1
 * @param partitions how many there are
 */
public record CrlPartition(int index, int partitions) {
  /** More lists than that are no easier to fetch. */
  public static final int PARTITIONS_MAX = 256;

  private static final Pattern NAME = Pattern.compile("([1-9][0-9]{0,2})-of-([1-9][0-9]{0,2})");

  public CrlPartition {
    if (partitions < 2 || partitions > PARTITIONS_MAX || index < 1 || index > partitions) {
      throw new IllegalArgumentException("no partition " + index + " of " + partitions);
    }
  }

  /** The one that a certificate belongs to, if there are so many. */
  public static CrlPartition of(SerialNumber serial, int partitions) {
    byte[] hash = Sha256.of(serial.value().toByteArray());
    // The first three octets, as the database reckons too.
    int number = ((hash[0] & 0xFF) << 16) | ((hash[1] & 0xFF) << 8) | (hash[2] & 0xFF);
    return new CrlPartition(number % partitions + 1, partitions);
  }

  /** Reads {@link #name}; empty if it is none. */
  public static Optional<CrlPartition> named(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int index = Integer.parseInt(matcher.group(1));
    int partitions = Integer.parseInt(matcher.group(2));
    boolean sound = partitions >= 2 && partitions <= PARTITIONS_MAX && index <= partitions;
    return sound ? Optional.of(new CrlPartition(index, partitions)) : Optional.empty();
  }

  /** Scope and last part of the address of its list, for example 3-of-8. */
  public String name() {
    return index + "-of-" + partitions;
  }

  /** Where its list is, below the base address. */
  public String path(String ca) {
    return "/crl/" + ca + "/" + name() + ".crl";
  }
}
