package org.opentws.revocationstatus;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.revocationstatus.store.CertificateName;
import org.opentws.value.Der;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds certificates that were asked for together with their status, for those whose subjects
 * agreed (RS1.4). It reads the database on threads of its own, a bounded number of requests at
 * once: beyond that, and whatever goes wrong, the status is answered without the certificate.
 */
@ApplicationScoped
public class CertificateEnclosure {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateEnclosure.class);
  private static final int AT_ONCE_MAX = 32;

  @Inject Instance<OpenCertificates> open;

  /** Whether an answer encloses a certificate that was asked for and whose subject agreed. */
  @Inject
  @ConfigProperty(name = "opentws.revocationstatus.enclose-certificates", defaultValue = "true")
  boolean mayEnclose = true;

  @Resource ManagedExecutorService executor;

  private final Semaphore places = new Semaphore(AT_ONCE_MAX);

  /**
   * Looks for the certificates, now or on another thread.
   *
   * @param then told once what was found
   */
  void find(Collection<CertificateName> asked, Consumer<Map<CertificateName, Der>> then) {
    if (asked.isEmpty() || !mayEnclose || !places.tryAcquire()) {
      then.accept(Map.of());
      return;
    }
    try {
      executor().execute(() -> answer(asked, then));
    } catch (RejectedExecutionException e) {
      places.release();
      then.accept(Map.of());
    }
  }

  /** Another one in tests. */
  Executor executor() {
    return executor;
  }

  /** Others in tests. */
  Stream<OpenCertificates> open() {
    return open.stream();
  }

  /** Whatever happens: the asker waits. */
  private void answer(Collection<CertificateName> asked, Consumer<Map<CertificateName, Der>> then) {
    Map<CertificateName, Der> found = Map.of();
    try {
      found = found(asked);
    } finally {
      then.accept(found);
    }
  }

  private Map<CertificateName, Der> found(Collection<CertificateName> asked) {
    Map<CertificateName, Der> found = new HashMap<>();
    try {
      for (CertificateName name : asked) {
        open()
            .flatMap(certificates -> certificates.find(name.issuer(), name.serial()).stream())
            .forEach(certificate -> found.put(name, certificate));
      }
    } catch (ServiceUnavailable | RequestRefused e) {
      LOG.warn("No certificate is enclosed now: {}", e.getMessage());
    } finally {
      places.release();
    }
    return found;
  }
}
