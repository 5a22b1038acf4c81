package org.opentws.registration.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.opentws.portal.web.PageAction;
import org.opentws.registration.ApplicationSummary;
import org.opentws.registration.RegistrationService;
import org.opentws.registration.store.ApplicationState;

/** The list of applications in one state, a page at a time. */
@Named("applications")
@RequestScoped
public class ApplicationsBean {
  private static final int PAGE_SIZE = 50;

  @Inject private RegistrationService registration;
  @Inject private PageAction page;

  private String state = ApplicationState.SUBMITTED.name();
  private int number;
  private @Nullable List<ApplicationSummary> rows;

  public List<ApplicationSummary> getRows() {
    List<ApplicationSummary> found = rows;
    if (found == null) {
      found = page.load(() -> registration.list(chosen(), number), List.of());
      rows = found;
    }
    return found;
  }

  private ApplicationState chosen() {
    return Arrays.stream(ApplicationState.values())
        .filter(candidate -> candidate.name().equals(state))
        .findFirst()
        .orElse(ApplicationState.SUBMITTED);
  }

  public List<String> getStates() {
    return Arrays.stream(ApplicationState.values()).map(Enum::name).toList();
  }

  public boolean isMore() {
    return getRows().size() == PAGE_SIZE;
  }

  public String getState() {
    return state;
  }

  public void setState(@Nullable String state) {
    this.state = state == null ? ApplicationState.SUBMITTED.name() : state;
  }

  public int getNumber() {
    return number;
  }

  public void setNumber(int number) {
    this.number = Math.max(0, number);
  }
}
