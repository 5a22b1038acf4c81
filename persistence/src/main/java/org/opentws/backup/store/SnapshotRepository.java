package org.opentws.backup.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import javax.sql.DataSource;

/** Begins snapshots. */
@ApplicationScoped
public class SnapshotRepository {
  @Resource(lookup = "java:/opentws/db")
  DataSource database;

  /** To be closed; outside of any transaction of the container. */
  public DatabaseSnapshot open() {
    return DatabaseSnapshot.open(database);
  }
}
