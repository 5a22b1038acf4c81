package org.opentws.revocationstatus;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.opentws.error.ServiceUnavailable;
import org.opentws.revocationstatus.store.CertificateName;
import org.opentws.revocationstatus.store.ChangeChain;
import org.opentws.revocationstatus.store.SealedChange;
import org.opentws.revocationstatus.store.StatusReadDatabase;
import org.opentws.revocationstatus.store.StatusReadRepository;
import org.opentws.revocationstatus.store.StatusReadRepository.StatusRead;
import org.opentws.revocationstatus.store.StatusRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the status database for all callers of this node: one thread takes whatever inquiries have
 * gathered, asks the database once what changed since it last asked (and for the rows that it does
 * not know), and tells all. The reading begins after each of these inquiries came in, so whatever
 * was acknowledged before an inquiry is in its picture, on every node (RM2.3a); no caller's thread
 * waits.
 */
@ApplicationScoped
public class StatusReader {
  /** Somebody who wants to know the status of certificates. Called by the reader's thread alone. */
  interface Inquiry {
    /** Which certificates; a picture that shows nothing is enough for some. */
    Collection<CertificateName> wanted();

    void told(StatusPicture picture);

    /** Instead of {@link #told}, or when that has failed. */
    void failed(RuntimeException why);
  }

  private static final Logger LOG = LoggerFactory.getLogger(StatusReader.class);
  private static final int WAITING_MAX = 20_000;
  private static final int ROUND_MAX = 1024;
  private static final int ROWS_KNOWN_MAX = 200_000;

  @Inject StatusReadDatabase database;
  @Inject KnownChanges known;
  @Inject ChangeSealing sealing;
  @Inject ChangeJournal journal;
  @Inject Heartbeats heartbeats;

  private final KnownRows rows = new KnownRows(ROWS_KNOWN_MAX);

  /** Guards itself. */
  private final OwnChanges own = new OwnChanges();

  /** Guards itself. */
  private final Queue<Inquiry> waiting = new ArrayDeque<>();

  private volatile boolean stopping;

  /** Of the reader's thread. */
  private @Nullable StatusReadRepository repository;

  private StatusReadRepository repository() {
    StatusReadRepository connected = repository;
    if (connected == null) {
      connected = database.reader();
      repository = connected;
    }
    return connected;
  }

  /**
   * Takes an inquiry; it is told or failed exactly once, later, by the reader's thread.
   *
   * @throws ServiceUnavailable DATABASE if too many are waiting
   */
  void submit(Inquiry inquiry) {
    synchronized (waiting) {
      if (waiting.size() >= WAITING_MAX || stopping) {
        throw new ServiceUnavailable(
            ServiceUnavailable.Cause.DATABASE, "too many status inquiries are waiting");
      }
      waiting.add(inquiry);
      waiting.notifyAll();
    }
  }

  /** Before the commit: another round may read the change sooner than this node hears of it. */
  void expected(@Observes CommittedChange change) {
    own.expect(change);
  }

  void dropped(@Observes(during = TransactionPhase.AFTER_FAILURE) CommittedChange change) {
    own.dropped(change);
  }

  /**
   * A change of this node's own counts from its commit, whatever the database says then; its
   * journal has it in a moment.
   */
  void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) CommittedChange change) {
    own.committed(change);
    try {
      submit(new StatusLookup(List.of()));
    } catch (ServiceUnavailable e) {
      LOG.debug("Change {} is read with the next inquiry", change.chain().sequence());
    }
  }

  /** The reader's thread: until {@link #stop}. */
  void readUntilStopped() {
    try {
      while (!stopping) {
        awaitInquiry();
        round();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stop();
      round();
      repository().close();
    }
  }

  void stop() {
    synchronized (waiting) {
      stopping = true;
      waiting.notifyAll();
    }
  }

  private void awaitInquiry() throws InterruptedException {
    synchronized (waiting) {
      while (waiting.isEmpty() && !stopping) {
        waiting.wait();
      }
    }
  }

  /** One reading for all that wait. */
  void round() {
    List<Inquiry> taken = take();
    if (taken.isEmpty()) {
      return;
    }
    Set<CertificateName> wanted = new LinkedHashSet<>();
    List<Inquiry> asking = new ArrayList<>(taken.size());
    for (Inquiry inquiry : taken) {
      attempt(
          inquiry,
          () -> {
            wanted.addAll(inquiry.wanted());
            asking.add(inquiry);
          });
    }
    try {
      StatusPicture picture = read(wanted);
      asking.forEach(inquiry -> attempt(inquiry, () -> inquiry.told(picture)));
    } catch (RuntimeException e) {
      // Whatever it is, this thread goes on: nobody else reads for this node.
      asking.forEach(inquiry -> inquiry.failed(e));
    }
  }

  private static void attempt(Inquiry inquiry, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      inquiry.failed(e);
    }
  }

  private List<Inquiry> take() {
    List<Inquiry> taken = new ArrayList<>();
    synchronized (waiting) {
      while (!waiting.isEmpty() && taken.size() < ROUND_MAX) {
        taken.add(waiting.remove());
      }
    }
    return taken;
  }

  /**
   * Whether anything may be answered from memory: only what was checked against the log just now.
   */
  boolean mayRemember() {
    return heartbeats.areHeard();
  }

  private StatusPicture read(Set<CertificateName> wanted) {
    recall();
    List<CommittedChange> committed = own.waiting();
    if (!mayRemember()) {
      rows.forget();
    }
    Map<CertificateName, Optional<StatusRow>> found = new HashMap<>();
    Set<CertificateName> missing = new LinkedHashSet<>();
    for (CertificateName name : wanted) {
      Optional<StatusRow> row = rows.find(name, known);
      found.put(name, row);
      if (row.isEmpty()) {
        missing.add(name);
      }
    }
    StatusRead read;
    do {
      read = repository().read(known.chain().sequence(), missing);
      learn(read.changes());
      journal.append(read.changes());
      if (read.isAll()) {
        keep(missing, read.rows(), found);
        // What this very reading brought makes rows old that were known before it.
        missing = changed(read.changes(), wanted, missing);
      }
    } while (!read.isAll() || !missing.isEmpty());
    known.readToTheEnd();
    learnOwn(committed);
    requireAllAnnounced();
    return new StatusPicture(known, found);
  }

  private void keep(
      Set<CertificateName> asked,
      List<StatusRow> read,
      Map<CertificateName, Optional<StatusRow>> found) {
    asked.forEach(name -> found.put(name, Optional.empty()));
    for (StatusRow row : read) {
      CertificateName name = new CertificateName(row.issuer(), row.serial());
      found.put(name, Optional.of(row));
      // What contradicts the log is read again each time, until it has been put right.
      if (known.agreeWith(row)) {
        rows.put(row, name);
      }
    }
  }

  private static Set<CertificateName> changed(
      List<SealedChange> changes, Set<CertificateName> wanted, Set<CertificateName> justRead) {
    return changes.stream()
        .map(entry -> entry.change().certificate())
        .filter(name -> wanted.contains(name) && !justRead.contains(name))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /**
   * At the first reading: what this node knew when it ended. A database that was set back meanwhile
   * does not follow it (RS1.3).
   */
  private void recall() {
    if (!known.isRecalled()) {
      journal.read(StatusReadRepository.CHANGES_A_READ, this::learn);
      known.recalled();
    }
  }

  /** RS1.1, RS1.3: only what follows what is known, under revocation management's seal. */
  private void learn(List<SealedChange> changes) {
    if (changes.isEmpty()) {
      return;
    }
    List<ChangeChain> followed = new ArrayList<>(changes.size());
    ChangeChain chain = known.chain();
    for (SealedChange entry : changes) {
      if (entry.change().sequence() != chain.sequence() + 1) {
        throw new StatusNotTrusted("the log of changes lacks number " + (chain.sequence() + 1));
      }
      chain = chain.with(entry.change());
      followed.add(chain);
    }
    sealing.requireGenuine(chain, changes.get(changes.size() - 1).seal());
    known.learn(changes.stream().map(SealedChange::change).toList(), chain);
    own.found(followed);
  }

  /**
   * RS1.3: what this node committed before the reading began, and the log does not have, was taken
   * away: it is known all the same, and comes back from the journal.
   */
  private void learnOwn(List<CommittedChange> committed) {
    List<CommittedChange> missing = new ArrayList<>(committed);
    missing.retainAll(own.waiting());
    for (CommittedChange change : missing) {
      if (change.chain().sequence() <= known.chain().sequence()) {
        throw new StatusNotTrusted(
            "the log of changes has another number %d than this node committed"
                .formatted(change.chain().sequence()));
      }
      learn(List.of(change.entry()));
      journal.append(List.of(change.entry()));
    }
  }

  private void requireAllAnnounced() {
    if (!known.hasAllAnnounced()) {
      throw new StatusNotTrusted("the log of changes lacks what message B has announced");
    }
  }
}
