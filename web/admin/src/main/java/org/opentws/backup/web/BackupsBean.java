package org.opentws.backup.web;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.opentws.access.CurrentCaller;
import org.opentws.access.store.Permission;
import org.opentws.backup.BackupService;
import org.opentws.backup.BackupView;
import org.opentws.portal.web.PageAction;

/** Backups for operators (M1.2e). */
@Named("backups")
@RequestScoped
public class BackupsBean {
  @EJB private BackupService service;
  @Inject private CurrentCaller caller;
  @Inject private PageAction page;

  /** Newest first. */
  public List<BackupView> getRows() {
    return page.load(service::list, List.of());
  }

  /** Whether this caller may ask for one to be restored. */
  public boolean isRestorer() {
    return caller.get().may(Permission.BACKUP_RESTORE_REQUEST);
  }

  /** Makes one now. */
  public String create() {
    page.perform(() -> service.create(), "backups.made");
    return "/admin/backups.xhtml?faces-redirect=true";
  }
}
