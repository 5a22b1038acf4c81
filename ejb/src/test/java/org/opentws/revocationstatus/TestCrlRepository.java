package org.opentws.revocationstatus;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.opentws.revocationstatus.store.CrlRepository;
import org.opentws.revocationstatus.store.StoredCrl;

/** The table of CRLs in memory. */
public final class TestCrlRepository extends CrlRepository {
  public final List<StoredCrl> stored = new ArrayList<>();
  public boolean lockedElsewhere;
  public boolean due = true;

  /** A service that stores here. */
  public CurrentCrlService service() {
    CurrentCrlService service = new CurrentCrlService();
    service.crls = this;
    return service;
  }

  @Override
  public boolean tryLock(String ca) {
    return !lockedElsewhere;
  }

  @Override
  public Optional<StoredCrl> current(String ca) {
    return stored.stream().filter(crl -> crl.ca().equals(ca)).reduce((first, last) -> last);
  }

  @Override
  public boolean isDue(String ca, Instant madeBefore) {
    return due;
  }

  @Override
  public void insert(StoredCrl crl) {
    stored.add(crl);
  }
}
