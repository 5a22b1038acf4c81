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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.opentws.timestamping.store.TimeStampArchiveRepository;

/**
 * The threads of the time-stamping service: a few that sign, one that archives. They end after
 * their last batch, the signing ones first.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class TimeStampingThreads {
  private static final long END_MILLIS = 5000;

  @Inject TimeStampArchiveRepository archive;
  @Inject TimeStampPolicies policies;
  @Inject StampSigner signer;
  @Resource ManagedThreadFactory factory;

  /** The server ends this bean, with its last batch, before it takes the connections away. */
  @Resource(lookup = "java:/opentws/db")
  Object connections;

  private final List<Thread> signing = new ArrayList<>();
  private Optional<Archiving> archiving = Optional.empty();

  private record Archiving(ArchiveWriter writer, Thread thread) {}

  @PostConstruct
  void start() {
    ArchiveWriter writer = new ArchiveWriter(archive, policies.node());
    archiving = Optional.of(new Archiving(writer, factory.newThread(writer)));
    archiving.get().thread().start();
    for (int i = 0; i < policies.signers(); i++) {
      signing.add(factory.newThread(signer::signUntilStopped));
    }
    signing.forEach(Thread::start);
  }

  @PreDestroy
  void stop() throws InterruptedException {
    signer.stop();
    for (Thread thread : signing) {
      thread.join(END_MILLIS);
    }
    if (archiving.isPresent()) {
      archiving.get().writer().stop();
      archiving.get().thread().join(END_MILLIS);
    }
  }

  /** The running writer. */
  @PermitAll
  public ArchiveWriter writer() {
    return archiving.map(Archiving::writer).orElseThrow();
  }
}
