package org.opentws.conformance.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.access.RolePermissions;
import org.opentws.access.store.Permission;
import org.opentws.access.store.Role;
import org.opentws.conformance.Endpoint;
import org.opentws.dualcontrol.OperationType;

/**
 * docs/permissions.md is made from the code; the checks of a running system use it as their table.
 */
@Tag("house")
class PermissionsPageTest {
  private static final Path PAGE = ModuleClasses.root().resolve("docs/permissions.md");

  @Test
  void pageIsUpToDate() throws Exception {
    String page = page();
    String present = Files.exists(PAGE) ? Files.readString(PAGE) : "";
    Files.writeString(PAGE, page);
    assertEquals(present, page, "docs/permissions.md was old and is now made anew: commit it");
  }

  @Test
  void everyEndpointNamesItsPermissionOrIsOpenOnPurpose() throws Exception {
    assertEquals(List.of(), endpoints().stream().filter(e -> e.permission().isEmpty()).toList());
  }

  private static String page() throws Exception {
    return """
        # Permissions

        Made from the code by `PermissionsPageTest`; do not edit. The checks of a running system use it as their table.
        A role is a set of permissions (M1.1, M1.2). Session beans, REST resources and pages ask for permissions, never for a role;
        what a person holds is judged anew at each request, on every node.

        ## Roles and their permissions
        """
        + matrix()
        + """

        *Grantable*: can be given alone to holders of these roles, by the operation `GRANT_PERMISSION` (AA5.1). A permission that an
        excluded role alone has is refused (M1.4).

        ## REST
        | method | path | permission |
        |---|---|---|
        """
        + endpoints().stream()
            .map(e -> "| %s | %s | %s |%n".formatted(e.method(), e.path(), e.permission()))
            .collect(Collectors.joining())
        + """

        *open*: needs no session. Paths begin at the listener's address.

        ## Operations under dual control
        | type | asked for with | approved with |
        |---|---|---|
        """
        + Arrays.stream(OperationType.values())
            .map(
                type ->
                    "| %s | %s | %s |%n"
                        .formatted(type, type.requesting().text(), type.approving().text()))
            .collect(Collectors.joining())
        + """

        ## Pages of the portal
        | page | permission |
        |---|---|
        """
        + pages();
  }

  private static String matrix() {
    StringBuilder table = new StringBuilder("| permission | allows |");
    for (Role role : Role.values()) {
      table.append(' ').append(words(role)).append(" |");
    }
    table.append(" grantable |\n|---|---|").append("---|".repeat(Role.values().length + 1));
    for (Permission permission : Permission.values()) {
      table.append("\n| %s | %s |".formatted(permission.text(), permission.meaning()));
      for (Role role : Role.values()) {
        table.append(RolePermissions.of(role).contains(permission) ? " yes |" : " |");
      }
      table.append(
          " %s |"
              .formatted(
                  new TreeSet<>(RolePermissions.grantableTo(permission))
                      .stream().map(PermissionsPageTest::words).collect(Collectors.joining(", "))));
    }
    return table.append('\n').toString();
  }

  private static String words(Role role) {
    String lower = role.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    return Character.toUpperCase(lower.charAt(0)) + lower.substring(1);
  }

  private static List<Endpoint> endpoints() {
    return Endpoint.of(ModuleClasses.all());
  }

  private static String pages() throws IOException, ReflectiveOperationException {
    URL admin = ModuleClasses.root().resolve("web/admin/target/classes").toUri().toURL();
    StringBuilder lines = new StringBuilder();
    try (URLClassLoader war =
        new URLClassLoader(new URL[] {admin}, PermissionsPageTest.class.getClassLoader())) {
      Class<?> pages = war.loadClass("org.opentws.portal.web.PortalPage");
      for (Object page : pages.getEnumConstants()) {
        Permission needed = (Permission) pages.getMethod("permission").invoke(page);
        for (Object file : (List<?>) pages.getMethod("files").invoke(page)) {
          lines.append("| %s | %s |%n".formatted(file, needed.text()));
        }
      }
    }
    return lines.toString();
  }
}
