package org.opentws.benchmarks.frame;

import java.util.Arrays;
import java.util.Collection;
import java.util.stream.LongStream;

/** Nanoseconds that things took, in their order. For one thread. */
public final class Durations {
  private long[] took = new long[1 << 16];
  private int count;

  public void add(long nanos) {
    took = count == took.length ? Arrays.copyOf(took, 2 * count) : took;
    took[count++] = nanos;
  }

  public long[] all() {
    return Arrays.copyOf(took, count);
  }

  public static long[] together(Collection<Durations> parts) {
    return parts.stream().flatMapToLong(part -> LongStream.of(part.all())).toArray();
  }
}
