package org.opentws.portal.web;

import static org.opentws.access.store.Role.REGISTRATION_OFFICER;
import static org.opentws.access.store.Role.REVOCATION_OFFICER;
import static org.opentws.access.store.Role.SECURITY_OFFICER;
import static org.opentws.access.store.Role.SYSTEM_ADMINISTRATOR;
import static org.opentws.access.store.Role.SYSTEM_AUDITOR;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.opentws.access.Caller;
import org.opentws.access.store.Role;

/**
 * The pages of the portal and the roles that may open them (M1.1). The services behind them judge
 * again; this decides what is offered, and answers 403 before a page is built.
 */
public enum PortalPage {
  HOME("Home", EnumSet.allOf(Role.class), "index.xhtml"),
  APPLICATIONS(
      "Applications", EnumSet.of(REGISTRATION_OFFICER), "applications.xhtml", "application.xhtml"),
  CERTIFICATES(
      "Certificates",
      EnumSet.of(REGISTRATION_OFFICER, REVOCATION_OFFICER, SECURITY_OFFICER, SYSTEM_AUDITOR),
      "certificates.xhtml",
      "certificate.xhtml"),
  OPERATIONS(
      "Operations",
      EnumSet.of(SECURITY_OFFICER),
      "operations.xhtml",
      "operation.xhtml",
      "request.xhtml"),
  KEYS("Keys", EnumSet.of(SECURITY_OFFICER, SYSTEM_ADMINISTRATOR, SYSTEM_AUDITOR), "keys.xhtml"),
  AUDIT("Audit log", EnumSet.of(SYSTEM_AUDITOR), "audit.xhtml"),
  TIME("Time", EnumSet.allOf(Role.class), "time.xhtml"),
  HEALTH("Health", EnumSet.allOf(Role.class), "health.xhtml");

  private final String title;
  private final Set<Role> roles;
  private final List<String> files;

  PortalPage(String title, Set<Role> roles, String... files) {
    this.title = title;
    this.roles = roles;
    this.files = List.of(files);
  }

  /** The page that the navigation leads to. */
  public String file() {
    return files.get(0);
  }

  public String title() {
    return title;
  }

  /** Whether this caller may open it. */
  boolean isOpenTo(Caller caller) {
    return roles.stream().anyMatch(caller::has);
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
