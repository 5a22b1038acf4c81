package org.opentws.backup.store;

import java.util.List;

/** A table and its columns, in their order. */
public record TableShape(String name, List<String> columns) {
  public TableShape {
    columns = List.copyOf(columns);
  }
}
