package org.opentws.audit.review;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.opentws.audit.AuditFunction;
import org.opentws.audit.store.AuditDatabase;
import org.opentws.time.TrustedTime;

/**
 * All records about one object, for who must show a person what is held about it. Says nothing
 * about who asks: whoever calls this asks for the right, and records the look.
 */
@ApplicationScoped
public class ObjectRecords {
  @EJB private AuditFunction function;
  @Inject private AuditDatabase database;
  @Inject private TrustedTime time;

  /**
   * Everything that was recorded before the call, oldest first. Not within a transaction that
   * writes: the log waits for its end.
   *
   * @param object exactly as recorded, for example "application:..."
   */
  public List<AuditLine> of(String object) {
    function.node().awaitSealed();
    List<AuditLine> all = new ArrayList<>();
    AuditQuery query =
        new AuditQuery(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(object),
            Optional.empty(),
            OptionalLong.empty(),
            AuditQuery.LIMIT_MAX);
    AuditPage page = new AuditSearch(database.search(), query, time).page();
    all.addAll(page.records());
    while (page.next().isPresent()) {
      page =
          new AuditSearch(database.search(), query.before(page.next().orElseThrow()), time).page();
      all.addAll(page.records());
    }
    Collections.reverse(all);
    return all;
  }
}
