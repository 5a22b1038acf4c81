package org.opentws.timestamping;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.util.Optional;
import org.opentws.timestamping.store.TimeStampArchiveRepository;

/** Starts this node's archive writer, and ends it after its last batch. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class TimeStampArchiving {
  private static final long END_MILLIS = 5000;

  @Inject TimeStampArchiveRepository archive;
  @Inject TimeStampPolicies policies;
  @Resource ManagedThreadFactory threads;

  /** The server ends this bean, with its last batch, before it takes the connections away. */
  @Resource(lookup = "java:/opentws/db")
  Object connections;

  private Optional<Running> running = Optional.empty();

  private record Running(ArchiveWriter writer, Thread thread) {}

  @PostConstruct
  void start() {
    ArchiveWriter writer = new ArchiveWriter(archive, policies.node());
    Thread thread = threads.newThread(writer);
    thread.start();
    running = Optional.of(new Running(writer, thread));
  }

  @PreDestroy
  void stop() throws InterruptedException {
    if (running.isPresent()) {
      running.get().writer().stop();
      running.get().thread().join(END_MILLIS);
    }
  }

  /** The running writer. */
  @PermitAll
  public ArchiveWriter writer() {
    return running.map(Running::writer).orElseThrow();
  }
}
