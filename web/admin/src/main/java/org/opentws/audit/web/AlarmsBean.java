package org.opentws.audit.web;

import jakarta.ejb.EJB;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.opentws.access.CurrentCaller;
import org.opentws.access.store.Permission;
import org.opentws.audit.alarm.AlarmService;
import org.opentws.audit.alarm.AlarmView;
import org.opentws.portal.web.PageAction;

/** Alarms (AA6.1): what is amiss, and who took note of it. */
@Named("alarms")
@ViewScoped
public class AlarmsBean implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int PAGE_SIZE = 20;
  private static final String ALL = "all";

  @EJB private AlarmService service;
  @Inject private CurrentCaller caller;
  @Inject private PageAction page;

  private String state = "";
  private String before = "";
  private final Map<Long, String> notes = new HashMap<>();
  private transient @Nullable List<AlarmView> rows;

  /** Called once before the page is shown. */
  public void load() {
    OptionalLong position =
        before.matches("[0-9]{1,18}")
            ? OptionalLong.of(Long.parseLong(before))
            : OptionalLong.empty();
    rows = page.load(() -> service.list(!state.equals(ALL), position, PAGE_SIZE), List.of());
  }

  /** Newest first. */
  public List<AlarmView> getRows() {
    if (rows == null) {
      load();
    }
    List<AlarmView> shown = rows;
    return shown == null ? List.of() : shown;
  }

  /** Where the older page begins; empty if this is the oldest. */
  public String getNext() {
    List<AlarmView> shown = getRows();
    return shown.size() < PAGE_SIZE ? "" : Long.toString(shown.get(shown.size() - 1).id());
  }

  /** An auditor looks on: M1.2f. */
  public boolean isMayAcknowledge() {
    return caller.get().may(Permission.ALARM_ACKNOWLEDGE);
  }

  public Map<Long, String> getNotes() {
    return notes;
  }

  public String acknowledge(long id) {
    page.perform(() -> service.acknowledge(id, notes.getOrDefault(id, "")), "alarms.done");
    return "/admin/alarms.xhtml?faces-redirect=true&includeViewParams=true";
  }

  public String getState() {
    return state;
  }

  public void setState(@Nullable String state) {
    this.state = ALL.equals(state) ? ALL : "";
  }

  public String getBefore() {
    return before;
  }

  public void setBefore(@Nullable String before) {
    this.before = before == null ? "" : before;
  }
}
