package org.opentws.revocationstatus;

import org.opentws.certificategeneration.ObservedEvents;

/** The real rules of the Certificate Status Database over tables in memory, in one thread. */
public final class TestStatusDatabase {
  private TestStatusDatabase() {}

  /** A database with a node of its own. */
  public static CertificateStatusDatabase over(TestStatusRepository repository) {
    TestKeys keys = new TestKeys();
    KnownChanges known = new KnownChanges();
    StoredCertificateStatusDatabase database = new StoredCertificateStatusDatabase();
    database.repository = repository;
    database.knownChanges = known;
    database.sealing = keys.sealing();
    database.reader = reader(repository, known, keys.sealing());
    database.committed = new ObservedEvents<>(change -> {});
    return database;
  }

  /** A reader that reads at once, in its caller's thread. */
  static StatusReader reader(
      TestStatusRepository repository, KnownChanges known, ChangeSealing sealing) {
    StatusReader reader =
        new StatusReader() {
          @Override
          void submit(Inquiry inquiry) {
            super.submit(inquiry);
            round();
          }
        };
    reader.database = repository.reads();
    reader.known = known;
    reader.sealing = sealing;
    reader.journal = new TestJournal();
    reader.heartbeats = new Heartbeats();
    return reader;
  }

  /** What the node was told before: everything that is in the change log now. */
  public static void hear(CertificateStatusDatabase database) {
    StatusLookup lookup = new StatusLookup(java.util.List.of());
    ((StoredCertificateStatusDatabase) database).reader.submit(lookup);
    lookup.await();
  }
}
