package org.opentws.revocationstatus;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.opentws.error.ServiceUnavailable;
import org.opentws.revocationstatus.store.CertificateName;

/** An inquiry of somebody who waits for its answer: not for a service that answers very often. */
final class StatusLookup implements StatusReader.Inquiry {
  private static final int SECONDS_MAX = 10;

  /** What was found, and the number of the last change that was known then. */
  record Found(Map<CertificateName, Optional<CertificateStatus>> statuses, long sequence) {}

  private final Collection<CertificateName> wanted;
  private final CompletableFuture<Found> found = new CompletableFuture<>();

  StatusLookup(Collection<CertificateName> wanted) {
    this.wanted = wanted;
  }

  @Override
  public Collection<CertificateName> wanted() {
    return wanted;
  }

  @Override
  public void told(StatusPicture picture) {
    Map<CertificateName, Optional<CertificateStatus>> statuses = new HashMap<>();
    for (CertificateName name : wanted) {
      statuses.put(name, picture.find(name));
    }
    found.complete(new Found(statuses, picture.sequence()));
  }

  @Override
  public void failed(RuntimeException why) {
    found.completeExceptionally(why);
  }

  /**
   * Waits.
   *
   * @throws StatusNotTrusted if a row or the log of changes is not what it was
   * @throws ServiceUnavailable DATABASE
   */
  Found await() {
    try {
      return found.get(SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw slow();
    } catch (TimeoutException e) {
      throw slow();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException why) {
        throw why;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static ServiceUnavailable slow() {
    return new ServiceUnavailable(
        ServiceUnavailable.Cause.DATABASE, "the status database was not read in time");
  }
}
