package org.opentws.authentication.web;

import jakarta.ejb.EJB;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.opentws.authentication.SessionAdministrationService;
import org.opentws.authentication.SessionView;
import org.opentws.portal.web.PageAction;

/** The open sessions of everybody. */
@Named("sessions")
@ViewScoped
public class SessionsBean implements Serializable {
  private static final long serialVersionUID = 1L;

  @EJB private SessionAdministrationService administration;
  @Inject private PageAction page;

  /** Kept with the page: what a button ends is the row that was shown. */
  private @Nullable ArrayList<SessionView> rows;

  /** The one last used first. */
  public List<SessionView> getRows() {
    ArrayList<SessionView> found = rows;
    if (found == null) {
      found = new ArrayList<>(page.load(administration::sessions, List.of()));
      rows = found;
    }
    return found;
  }

  /** Ends one. */
  public String end(String id) {
    page.perform(() -> administration.end(id), "sessions.ended");
    return "/admin/sessions.xhtml?faces-redirect=true";
  }
}
