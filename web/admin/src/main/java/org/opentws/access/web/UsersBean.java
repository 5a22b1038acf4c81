package org.opentws.access.web;

import jakarta.ejb.EJB;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.opentws.access.administration.UserAdministrationService;
import org.opentws.access.administration.UserView;
import org.opentws.portal.web.LazyRows;
import org.opentws.portal.web.PageAction;

/** The users, a page at a time. */
@Named("users")
@ViewScoped
public class UsersBean implements Serializable, LazyRows.Source<UserView> {
  private static final long serialVersionUID = 1L;

  @EJB private UserAdministrationService administration;
  @Inject private PageAction page;

  private final LazyRows<UserView> rows = new LazyRows<>(this);
  private String filter = "";

  public LazyRows<UserView> getRows() {
    return rows;
  }

  public int getPageSize() {
    return UserAdministrationService.PAGE_SIZE;
  }

  @Override
  public long count() {
    return page.load(() -> administration.count(filter), 0L);
  }

  @Override
  public List<UserView> rows(int first, int limit) {
    return page.load(() -> administration.users(filter, first / getPageSize()), List.of());
  }

  public String getFilter() {
    return filter;
  }

  public void setFilter(@Nullable String filter) {
    this.filter = filter == null ? "" : filter.strip();
  }
}
