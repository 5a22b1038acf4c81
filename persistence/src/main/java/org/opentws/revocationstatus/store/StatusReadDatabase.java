package org.opentws.revocationstatus.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import javax.sql.DataSource;

/**
 * The status service's own way to the database: a small pool of a user that reads, so that a flood
 * of questions cannot take what revocation management needs, nor change anything (RM2.3c).
 */
@ApplicationScoped
public class StatusReadDatabase {
  @Resource(lookup = "java:/opentws/status")
  DataSource database;

  /** A new reader, for one thread. */
  public StatusReadRepository reader() {
    return new JdbcStatusReadRepository(database);
  }
}
