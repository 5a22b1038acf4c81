package org.opentws.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** docs/permissions.md, read back: the published matrix that a running system is held to. */
public final class PermissionTable {
  private final Map<String, Set<String>> ofRole = new LinkedHashMap<>();
  private final List<Endpoint> endpoints = new ArrayList<>();
  private final Map<String, String> pages = new LinkedHashMap<>();

  private PermissionTable() {}

  /** The page of this clone. */
  public static PermissionTable read() {
    PermissionTable table = new PermissionTable();
    String section = "";
    List<String> header = List.of();
    try {
      for (String line : Files.readAllLines(Path.of("../docs/permissions.md"))) {
        if (line.startsWith("## ")) {
          section = line.substring(3);
          header = List.of();
        } else if (line.startsWith("|") && !line.startsWith("|---")) {
          List<String> cells = cells(line);
          if (header.isEmpty()) {
            header = cells;
          } else {
            table.enter(section, header, cells);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return table;
  }

  private static List<String> cells(String line) {
    String[] cells = line.substring(1).split("\\|", -1);
    return List.of(cells).subList(0, cells.length - 1).stream().map(String::strip).toList();
  }

  private void enter(String section, List<String> header, List<String> cells) {
    switch (section) {
      case "Roles and their permissions" -> {
        for (int i = 2; i < cells.size() - 1; i++) {
          Set<String> held =
              ofRole.computeIfAbsent(role(header.get(i)), r -> new LinkedHashSet<>());
          if (cells.get(i).equals("yes")) {
            held.add(cells.get(0));
          }
        }
      }
      case "REST" -> endpoints.add(new Endpoint(cells.get(0), cells.get(1), cells.get(2)));
      case "Pages of the portal" -> pages.put(cells.get(0), cells.get(1));
      default -> {}
    }
  }

  /** "Security officer" is the account stem "security-officer". */
  private static String role(String words) {
    return words.toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  /** The stems of the demo's accounts: one for each role. */
  public List<String> roles() {
    return List.copyOf(ofRole.keySet());
  }

  public List<Endpoint> endpoints() {
    return List.copyOf(endpoints);
  }

  /** File below /admin/, and the permission that opens it. */
  public Map<String, String> pages() {
    return Map.copyOf(pages);
  }

  /** Whether a holder of the role has one of these permissions, separated by commas. */
  public boolean may(String role, String permissions) {
    Set<String> held = ofRole.getOrDefault(role, Set.of());
    return List.of(permissions.split(", ")).stream().anyMatch(held::contains);
  }
}
