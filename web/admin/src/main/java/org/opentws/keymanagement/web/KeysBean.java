package org.opentws.keymanagement.web;

import jakarta.ejb.EJB;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.opentws.keymanagement.AlgorithmCatalogueLine;
import org.opentws.keymanagement.AlgorithmCatalogueService;
import org.opentws.keymanagement.KeyInventoryService;
import org.opentws.keymanagement.KeyLine;
import org.opentws.portal.web.PageAction;

/** The inventory of keys (KMF-b). */
@Named("keys")
@ViewScoped
public class KeysBean implements Serializable {
  private static final long serialVersionUID = 1L;

  @EJB private KeyInventoryService inventory;
  @EJB private AlgorithmCatalogueService algorithms;
  @Inject private PageAction page;

  private transient @Nullable List<KeyLine> rows;

  /** The catalogue of algorithms in force; a list of one, or of none if it cannot be read now. */
  public List<AlgorithmCatalogueLine> getCatalogue() {
    return page.load(() -> List.of(algorithms.inForce()), List.of());
  }

  /** Newest first; the table sorts a copy that lives as long as the page. */
  public List<KeyLine> getRows() {
    List<KeyLine> found = rows;
    if (found == null) {
      found = new ArrayList<>(page.load(inventory::keys, List.of()));
      rows = found;
    }
    return found;
  }
}
