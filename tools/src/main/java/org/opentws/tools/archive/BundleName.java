package org.opentws.tools.archive;

import org.opentws.audit.format.TilePath;
import org.opentws.audit.format.TreeEdge;

/** Which records stand in a bundle of the audit log. */
final class BundleName {
  private static final String FOLDER = "audit/tile/entries/";

  private BundleName() {}

  /** Index of the first of them. */
  static long first(String name) throws PackageFault {
    return TilePath.part(name.substring(FOLDER.length()))
            .orElseThrow(() -> new PackageFault(name + " is no name of a bundle of records"))
            .index()
        * TreeEdge.TILE_WIDTH;
  }
}
