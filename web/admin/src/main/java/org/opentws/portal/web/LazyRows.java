package org.opentws.portal.web;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.primefaces.model.FilterMeta;
import org.primefaces.model.LazyDataModel;
import org.primefaces.model.SortMeta;

/** A list of which only the page that is shown is read. */
public final class LazyRows<T> extends LazyDataModel<T> {
  private static final long serialVersionUID = 1L;

  /** Where the rows come from. */
  public interface Source<T> extends Serializable {
    long count();

    /** The rows from the first, counted from 0; at most so many. */
    List<T> rows(int first, int limit);
  }

  private final Source<T> source;

  public LazyRows(Source<T> source) {
    this.source = source;
  }

  @Override
  public int count(Map<String, FilterMeta> filters) {
    return (int) Math.min(Integer.MAX_VALUE, source.count());
  }

  @Override
  public List<T> load(
      int first, int pageSize, Map<String, SortMeta> sorting, Map<String, FilterMeta> filters) {
    return source.rows(first, pageSize);
  }
}
