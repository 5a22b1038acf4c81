package org.opentws.keymanagement.catalogue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.opentws.keymanagement.store.AlgorithmCatalogueRepository;
import org.opentws.keymanagement.store.SealedCatalogue;

/** The table, in memory. */
public final class CatalogueRows extends AlgorithmCatalogueRepository {
  public final List<SealedCatalogue> rows = new ArrayList<>();

  /** What happens while somebody reads. */
  Runnable meanwhile = () -> {};

  @Override
  public List<SealedCatalogue> committed() {
    meanwhile.run();
    return rows.stream().sorted(Comparator.comparing(SealedCatalogue::version).reversed()).toList();
  }

  @Override
  public void lockChanges() {
    // Nobody else is here.
  }

  @Override
  public void add(SealedCatalogue version) {
    rows.add(version);
  }
}
