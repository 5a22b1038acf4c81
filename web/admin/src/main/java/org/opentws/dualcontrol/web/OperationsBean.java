package org.opentws.dualcontrol.web;

import jakarta.ejb.EJB;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.opentws.dualcontrol.DualControlService;
import org.opentws.dualcontrol.OperationView;
import org.opentws.dualcontrol.store.OperationState;
import org.opentws.portal.web.PageAction;

/** The list of dual-control operations. */
@Named("operations")
@ViewScoped
public class OperationsBean implements Serializable {
  private static final long serialVersionUID = 1L;

  @EJB private DualControlService service;
  @Inject private PageAction page;

  private boolean waitingOnly;
  private transient @Nullable List<OperationView> rows;

  /** Newest first; the table sorts a copy that lives as long as the page. */
  public List<OperationView> getRows() {
    List<OperationView> found = rows;
    if (found == null) {
      found =
          new ArrayList<>(
              page.load(service::list, List.<OperationView>of()).stream()
                  .filter(view -> !waitingOnly || view.state() == OperationState.REQUESTED)
                  .toList());
      rows = found;
    }
    return found;
  }

  public boolean isWaitingOnly() {
    return waitingOnly;
  }

  public void setWaitingOnly(boolean waitingOnly) {
    this.waitingOnly = waitingOnly;
  }
}
