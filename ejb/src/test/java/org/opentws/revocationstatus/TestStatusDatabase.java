package org.opentws.revocationstatus;

/** The real rules of the Certificate Status Database over tables in memory. */
public final class TestStatusDatabase {
  private TestStatusDatabase() {}

  /** A database whose change log is read already. */
  public static CertificateStatusDatabase over(TestStatusRepository repository) {
    StoredCertificateStatusDatabase database = new StoredCertificateStatusDatabase();
    database.repository = repository;
    database.knownChanges = new KnownChanges();
    database.knownChanges.readToTheEnd();
    database.sealing = new TestKeys().sealing();
    return database;
  }
}
