package org.opentws.portal.web;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.opentws.access.Caller;
import org.opentws.access.store.Permission;

/**
 * The pages of the portal and the permission that opens each (M1.1). The services behind them judge
 * again; this decides what is offered, and answers 403 before a page is built.
 */
public enum PortalPage {
  HOME(Permission.PORTAL_USE, "index.xhtml"),
  APPLICATIONS(Permission.APPLICATION_READ, "applications.xhtml", "application.xhtml"),
  CERTIFICATES(Permission.CERTIFICATE_READ, "certificates.xhtml", "certificate.xhtml"),
  OPERATIONS(
      Permission.OPERATION_TAKE_PART, "operations.xhtml", "operation.xhtml", "request.xhtml"),
  USERS(Permission.USER_READ, "users.xhtml", "user.xhtml"),
  SESSIONS(Permission.SESSION_ADMINISTER, "sessions.xhtml"),
  SETTINGS(Permission.SETTING_READ, "settings.xhtml"),
  KEYS(Permission.KEY_READ, "keys.xhtml"),
  BACKUPS(Permission.BACKUP_CREATE, "backups.xhtml"),
  AUDIT(Permission.AUDIT_READ, "audit.xhtml", "audit-live.xhtml", "audit-chart.xhtml"),
  ALARMS(Permission.ALARM_READ, "alarms.xhtml"),
  ARCHIVE(Permission.ARCHIVE_READ, "archive.xhtml"),
  TIME_STAMPS(Permission.ARCHIVE_READ, "time-stamps.xhtml"),
  TIME(Permission.PORTAL_USE, "time.xhtml"),
  HEALTH(Permission.PORTAL_USE, "health.xhtml"),
  ACCOUNT(Permission.PORTAL_USE, "account.xhtml");

  private final Permission permission;
  private final List<String> files;

  PortalPage(Permission permission, String... files) {
    this.permission = permission;
    this.files = List.of(files);
  }

  /** The page that the navigation leads to. */
  public String file() {
    return files.get(0);
  }

  /** Key of its title in the navigation. */
  public String title() {
    return "page." + name();
  }

  /** What one must hold to open it. */
  public Permission permission() {
    return permission;
  }

  /** Its files below /admin/, the one that the navigation leads to first. */
  public List<String> files() {
    return files;
  }

  /** Whether this caller may open it. */
  boolean isOpenTo(Caller caller) {
    return caller.may(permission);
  }

  /** Whether a file below /admin/ belongs to it. */
  boolean has(String file) {
    return files.contains(file);
  }

  /** The page to which a path belongs; empty for the login page and for what does not exist. */
  static Optional<PortalPage> at(String path) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    String name = file.isEmpty() ? HOME.file() : file;
    return Arrays.stream(values()).filter(page -> page.has(name)).findFirst();
  }

  /** Those that this caller may open, in the order of the navigation. */
  static List<PortalPage> of(Caller caller) {
    return Arrays.stream(values()).filter(page -> page.isOpenTo(caller)).toList();
  }
}
