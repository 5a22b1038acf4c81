package org.opentws.revocationstatus;

import java.util.ArrayList;
import java.util.List;
import org.opentws.revocationstatus.store.HeartbeatRepository;
import org.opentws.revocationstatus.store.SealedHeartbeat;

/** Heartbeats in memory, the newest first. */
final class TestHeartbeats extends HeartbeatRepository {
  final List<SealedHeartbeat> rows = new ArrayList<>();

  @Override
  public void write(SealedHeartbeat sealed) {
    rows.add(0, sealed);
  }

  @Override
  public List<SealedHeartbeat> all() {
    return rows;
  }
}
