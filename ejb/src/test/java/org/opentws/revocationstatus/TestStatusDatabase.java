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
    return database;
  }

  /** What the node was told before: everything that is in the change log now. */
  public static void hear(CertificateStatusDatabase database, TestStatusRepository repository) {
    KnownChanges known = ((StoredCertificateStatusDatabase) database).knownChanges;
    repository.changesAfter(known.lastSequence(), Integer.MAX_VALUE).forEach(known::hear);
  }
}
