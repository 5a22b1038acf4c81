package org.opentws.keymanagement.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.opentws.keymanagement.store.SealedCatalogue;

class AlgorithmCataloguesTest {
  private final CatalogueRows rows = new CatalogueRows();
  private final AlgorithmCatalogues catalogues = CatalogueSamples.of(rows, CatalogueSamples.DEAF);

  private SealedCatalogue version(int version) {
    return catalogues.sealed(
        new SealedCatalogue(
            "version-" + version,
            version,
            CatalogueSamples.altered(version, "\"open\"", "\"2050-01-01\""),
            "security-officer-1",
            "security-officer-2",
            Instant.EPOCH,
            ""));
  }

  @Test
  void whoAsksAfterAChangeWhileItIsReadForAnotherGetsIt() throws Exception {
    rows.add(version(2));
    assertEquals(2, catalogues.inForce().catalogue().version());
    rows.add(version(3));
    catalogues.changed(new AlgorithmCatalogueChanged(3));
    FutureTask<Integer> asked = new FutureTask<>(() -> catalogues.inForce().catalogue().version());
    Thread asker = new Thread(asked);
    rows.meanwhile =
        () -> {
          rows.meanwhile = () -> {};
          asker.start();
          while (!asked.isDone() && asker.getState() != Thread.State.BLOCKED) {
            Thread.onSpinWait();
          }
        };
    catalogues.refresh();
    assertEquals(3, asked.get());
  }
}
