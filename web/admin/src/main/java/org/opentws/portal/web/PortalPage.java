package org.opentws.portal.web;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.opentws.access.Caller;
import org.opentws.access.store.Role;

/** The pages of the portal and the roles that find them in their navigation (M1.1). */
public enum PortalPage {
  HOME("index.xhtml", "Home", EnumSet.allOf(Role.class)),
  APPLICATIONS("applications.xhtml", "Applications", EnumSet.of(Role.REGISTRATION_OFFICER)),
  CERTIFICATES(
      "certificates.xhtml",
      "Certificates",
      EnumSet.of(Role.REGISTRATION_OFFICER, Role.REVOCATION_OFFICER, Role.SYSTEM_AUDITOR)),
  OPERATIONS("operations.xhtml", "Operations", EnumSet.of(Role.SECURITY_OFFICER)),
  KEYS(
      "keys.xhtml",
      "Keys",
      EnumSet.of(Role.SECURITY_OFFICER, Role.SYSTEM_ADMINISTRATOR, Role.SYSTEM_AUDITOR)),
  AUDIT("audit.xhtml", "Audit log", EnumSet.of(Role.SYSTEM_AUDITOR)),
  HEALTH("health.xhtml", "Health", EnumSet.allOf(Role.class));

  private final String file;
  private final String title;
  private final Set<Role> roles;

  PortalPage(String file, String title, Set<Role> roles) {
    this.file = file;
    this.title = title;
    this.roles = roles;
  }

  public String file() {
    return file;
  }

  public String title() {
    return title;
  }

  /** Those that this caller may open, in the order of the navigation. */
  static List<PortalPage> of(Caller caller) {
    return Arrays.stream(values())
        .filter(page -> page.roles.stream().anyMatch(caller::has))
        .toList();
  }
}
