package org.opentws.revocationstatus;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
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

/**
 * The threads of the status service: one that reads the status database, a few that sign. They are
 * its own (RM2.3c): whatever it is asked, it takes nothing from revocation management but its share
 * of the machine.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class StatusThreads {
  private static final long STOP_MILLIS_MAX = 5_000;

  @Inject StatusReader reader;
  @Inject OcspSigner signer;
  @Inject RevocationStatusConfiguration configuration;
  @Resource ManagedThreadFactory factory;

  /** Not used here; the server ends this bean before it takes the connections away. */
  @Resource(lookup = "java:/opentws/status")
  Object connections;

  private final List<Thread> threads = new ArrayList<>();

  @PostConstruct
  void start() {
    threads.add(factory.newThread(reader::readUntilStopped));
    for (int i = 0; i < configuration.signers(); i++) {
      threads.add(factory.newThread(signer::signUntilStopped));
    }
    threads.forEach(Thread::start);
  }

  @PreDestroy
  void stop() {
    reader.stop();
    signer.stop();
    for (Thread thread : threads) {
      try {
        thread.join(STOP_MILLIS_MAX);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
