package org.opentws.keymanagement.catalogue;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.opentws.access.HashSeal;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditLog;
import org.opentws.error.ServiceUnavailable;

/** Catalogues for tests. */
public final class CatalogueSamples {
  /** Nothing is to be recorded in it. */
  static final AuditLog DEAF = new Deaf();

  private CatalogueSamples() {}

  private static final class Deaf implements AuditLog {
    @Override
    public void record(AuditEvent event) {
      throw new UnsupportedOperationException("nothing is to be recorded: " + event);
    }

    @Override
    public void recordAndWait(AuditEvent event) {
      throw new UnsupportedOperationException("nothing is to be recorded: " + event);
    }

    @Override
    public void recordAsync(AuditEvent event, Consumer<@Nullable ServiceUnavailable> completion) {
      throw new UnsupportedOperationException("nothing is to be recorded: " + event);
    }
  }

  public static AlgorithmCatalogues of(CatalogueRows rows, AuditLog audit) {
    AlgorithmCatalogues catalogues = new AlgorithmCatalogues();
    catalogues.repository = rows;
    catalogues.rowSeal = new HashSeal();
    catalogues.audit = audit;
    return catalogues;
  }

  /** The shipped one is in force. */
  public static AlgorithmCatalogues shipped() {
    return of(new CatalogueRows(), DEAF);
  }

  /** The shipped one's text, as the next version, with another text in place of one in it. */
  public static String altered(int version, String what, String by) {
    String shipped =
        CatalogueDocument.shipped().replace("\"version\": 1", "\"version\": " + version);
    if (!shipped.contains(what)) {
      throw new IllegalArgumentException("the shipped catalogue does not have " + what);
    }
    return shipped.replace(what, by);
  }
}
