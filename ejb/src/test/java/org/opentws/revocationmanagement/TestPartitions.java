package org.opentws.revocationmanagement;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.opentws.revocationstatus.store.CrlPartitionRepository;
import org.opentws.value.CrlPartition;

/** Partitions of one CA in memory; all are always due. */
final class TestPartitions extends CrlPartitionRepository {
  int number;
  long listedUpTo;

  @Override
  public void add(String ca, int partitions) {
    number = partitions;
  }

  @Override
  public Set<String> cas() {
    return Set.of();
  }

  @Override
  public List<CrlPartition> of(String ca) {
    return IntStream.rangeClosed(1, number).mapToObj(i -> new CrlPartition(i, number)).toList();
  }

  @Override
  public List<CrlPartition> due(String ca, Instant madeBefore) {
    return of(ca);
  }

  @Override
  public void listedUpTo(String ca, long changeSequence) {
    listedUpTo = changeSequence;
  }
}
