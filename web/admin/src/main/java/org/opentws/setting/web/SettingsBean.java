package org.opentws.setting.web;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.opentws.portal.web.PageAction;
import org.opentws.portal.web.Words;
import org.opentws.setting.SettingService;
import org.opentws.setting.SettingView;

/** The settings of the running system, and the change of one (M1.2d). */
@Named("settings")
@RequestScoped
public class SettingsBean {
  private static final String WHOLE_NUMBER = "[0-9]{1,9}";

  @EJB private SettingService settings;
  @Inject private PageAction page;
  @Inject private Words words;

  private @Nullable List<SettingView> shown;
  private String chosen = "";
  private String value = "";
  private String reason = "";

  /** As they are now. */
  public List<SettingView> getRows() {
    List<SettingView> rows = shown;
    if (rows == null) {
      rows = page.load(settings::settings, List.of());
      shown = rows;
    }
    return rows;
  }

  /** A value with what it counts. */
  public String inUnit(SettingView row, String amount) {
    return switch (row.unit()) {
      case MINUTES -> words.say("settings.minutes", amount);
      case ATTEMPTS -> words.say("settings.attempts", amount);
    };
  }

  /** Changes the one that was chosen; what was entered stays if it is refused. */
  public String change() {
    boolean changed = page.perform(this::changed, "settings.changed");
    return changed ? "/admin/settings.xhtml?faces-redirect=true" : "";
  }

  private void changed() {
    String number = value.strip();
    if (!number.matches(WHOLE_NUMBER)) {
      throw page.malformed("settings.new.wrong");
    }
    settings.change(chosen, Integer.parseInt(number), reason.strip());
  }

  public String getChosen() {
    return chosen;
  }

  public void setChosen(@Nullable String chosen) {
    this.chosen = chosen == null ? "" : chosen;
  }

  public String getValue() {
    return value;
  }

  public void setValue(@Nullable String value) {
    this.value = value == null ? "" : value;
  }

  public String getReason() {
    return reason;
  }

  public void setReason(@Nullable String reason) {
    this.reason = reason == null ? "" : reason;
  }
}
