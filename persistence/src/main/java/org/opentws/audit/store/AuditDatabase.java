package org.opentws.audit.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import javax.sql.DataSource;
import org.opentws.dataencryption.store.FieldEncryption;

/**
 * The audit log's own way to the database, outside business transactions: a small pool without JTA,
 * so that a full or slow business pool cannot keep records from being written.
 */
@ApplicationScoped
public class AuditDatabase {
  @Resource(lookup = "java:/opentws/audit")
  private DataSource database;

  @Inject private FieldEncryption encryption;

  protected AuditDatabase() {}

  /** Without data keys: personal values stand in clear. */
  public AuditDatabase(DataSource database) {
    this.database = database;
    this.encryption = new FieldEncryption();
  }

  /** How personal values are stored. */
  public PersonalStorage personal() {
    return new PersonalStorage(encryption);
  }

  /** A new writer of segments, for one thread. */
  public AuditSegmentRepository segments() {
    return new AuditSegmentRepository(database);
  }

  public AuditSealRepository sealing() {
    return new AuditSealRepository(database);
  }

  /** The log as it stands now, to be closed. */
  public AuditLogReader reader() {
    return new AuditLogReader(database);
  }

  public AuditSearchRepository search() {
    return new AuditSearchRepository(database, personal());
  }

  public AuditIndexRepository index() {
    return new AuditIndexRepository(database);
  }

  public AuditAlarmRepository alarms() {
    return new AuditAlarmRepository(database);
  }

  public AuditSpaceRepository space() {
    return new AuditSpaceRepository(database);
  }

  public AuditConfigurationRepository configuration() {
    return new AuditConfigurationRepository(database);
  }

  public AuditWitnessRepository witnesses() {
    return new AuditWitnessRepository(database);
  }

  public AuditStampRepository stamps() {
    return new AuditStampRepository(database);
  }

  public AuditTreeRepository tree() {
    return new AuditTreeRepository(database);
  }
}
