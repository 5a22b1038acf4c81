package org.opentws.registration.web;

import jakarta.ejb.EJB;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.opentws.portal.web.LazyRows;
import org.opentws.portal.web.PageAction;
import org.opentws.registration.ApplicationSummary;
import org.opentws.registration.RegistrationService;
import org.opentws.registration.store.ApplicationState;

/** The list of applications in one state, a page at a time. */
@Named("applications")
@ViewScoped
public class ApplicationsBean implements Serializable, LazyRows.Source<ApplicationSummary> {
  private static final long serialVersionUID = 1L;

  /** So many rows a page has {@link RegistrationService#list}. */
  private static final int PAGE_SIZE = 50;

  @EJB private RegistrationService registration;
  @Inject private PageAction page;

  private final LazyRows<ApplicationSummary> rows = new LazyRows<>(this);
  private ApplicationState state = ApplicationState.SUBMITTED;

  public LazyRows<ApplicationSummary> getRows() {
    return rows;
  }

  public int getPageSize() {
    return PAGE_SIZE;
  }

  @Override
  public long count() {
    return page.load(() -> registration.count(state), 0L);
  }

  @Override
  public List<ApplicationSummary> rows(int first, int limit) {
    return page.load(() -> registration.list(state, first / PAGE_SIZE), List.of());
  }

  public List<ApplicationState> getStates() {
    return List.of(ApplicationState.values());
  }

  public String getState() {
    return state.name();
  }

  /** An unknown state is the first one: this is an address that people type. */
  public void setState(@Nullable String name) {
    state =
        Arrays.stream(ApplicationState.values())
            .filter(candidate -> candidate.name().equals(name))
            .findFirst()
            .orElse(ApplicationState.SUBMITTED);
  }
}
