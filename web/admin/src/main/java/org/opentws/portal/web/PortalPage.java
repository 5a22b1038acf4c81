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
  HOME("Home", Permission.PORTAL_USE, "index.xhtml"),
  APPLICATIONS(
      "Applications", Permission.APPLICATION_READ, "applications.xhtml", "application.xhtml"),
  CERTIFICATES(
      "Certificates", Permission.CERTIFICATE_READ, "certificates.xhtml", "certificate.xhtml"),
  OPERATIONS(
      "Operations",
      Permission.OPERATION_TAKE_PART,
      "operations.xhtml",
      "operation.xhtml",
      "request.xhtml"),
  KEYS("Keys", Permission.KEY_READ, "keys.xhtml"),
  AUDIT("Audit log", Permission.AUDIT_READ, "audit.xhtml"),
  TIME_STAMPS("Time-stamps", Permission.ARCHIVE_READ, "time-stamps.xhtml"),
  TIME("Time", Permission.PORTAL_USE, "time.xhtml"),
  HEALTH("Health", Permission.PORTAL_USE, "health.xhtml");

  private final String title;
  private final Permission permission;
  private final List<String> files;

  PortalPage(String title, Permission permission, String... files) {
    this.title = title;
    this.permission = permission;
    this.files = List.of(files);
  }

  /** The page that the navigation leads to. */
  public String file() {
    return files.get(0);
  }

  public String title() {
    return title;
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
