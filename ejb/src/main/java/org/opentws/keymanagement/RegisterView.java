package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.catalogue.AlgorithmCatalogue;
import org.opentws.keymanagement.catalogue.AlgorithmCatalogueChanged;
import org.opentws.keymanagement.catalogue.AlgorithmCatalogues;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.keymanagement.store.SigningKeyRepository;
import org.opentws.time.TrustedTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node knows of the committed register. Readers take no lock and normally read no
 * database: the watch reads it again every second, and a change on this node counts at once. So a
 * key that another node put out of use is not used here for longer than {@link #STALE_NANOS}.
 */
@ApplicationScoped
class RegisterView {
  /** Older than this, the next reader reads again, should the watch be late. */
  private static final long FRESH_NANOS = 2_000_000_000L;

  /** Older than this, nothing is signed: fail closed when the database does not answer. */
  private static final long STALE_NANOS = 5_000_000_000L;

  private static final Logger LOG = LoggerFactory.getLogger(RegisterView.class);

  private record Slot(KeyPurpose purpose, String owner) {}

  private record Picture(
      Map<String, HeldKey> byId, Map<Slot, HeldKey> active, long readAtNanos, long change) {}

  @Inject SigningKeyRepository register;
  @Inject AlgorithmCatalogues catalogues;
  @Inject TrustedTime time;

  /** Counts changes on this node: a picture read before the last one is not used. */
  private final AtomicLong changes = new AtomicLong();

  private volatile Picture picture =
      new Picture(Map.of(), Map.of(), Long.MIN_VALUE, Long.MIN_VALUE);

  Optional<HeldKey> active(KeyPurpose purpose, String owner) {
    return Optional.ofNullable(current().active().get(new Slot(purpose, owner)));
  }

  Optional<HeldKey> byId(String keyId) {
    return Optional.ofNullable(current().byId().get(keyId));
  }

  Collection<HeldKey> all() {
    return current().byId().values();
  }

  /** Reads the committed register again, and the catalogue that its keys are judged by. */
  void refresh() {
    // In this order: a change after this line makes the picture old at once.
    long change = changes.get();
    long readAtNanos = time.monotonicNanos();
    AlgorithmCatalogue catalogue = catalogues.refresh().catalogue();
    Map<String, HeldKey> byId = new HashMap<>();
    Map<Slot, HeldKey> active = new HashMap<>();
    for (SigningKey row : register.committed()) {
      row.certificate()
          .ifPresent(
              bound -> {
                HeldKey held = HeldKey.of(row, bound, catalogue);
                byId.put(row.keyId(), held);
                if (row.state() == KeyState.ACTIVE) {
                  active.put(new Slot(row.purpose(), row.owner()), held);
                }
              });
    }
    picture = new Picture(Map.copyOf(byId), Map.copyOf(active), readAtNanos, change);
  }

  void changed(@Observes(during = TransactionPhase.AFTER_SUCCESS) KeyRegisterChanged event) {
    changes.incrementAndGet();
  }

  /** KM1.5: keys whose algorithm was ended sign nothing more. */
  void changed(@Observes(during = TransactionPhase.AFTER_SUCCESS) AlgorithmCatalogueChanged event) {
    changes.incrementAndGet();
  }

  private Picture current() {
    Picture seen = picture;
    if (seen.change() == changes.get() && ageNanos(seen) <= FRESH_NANOS) {
      return seen;
    }
    try {
      refresh();
      return picture;
    } catch (RuntimeException e) {
      if (seen.change() == changes.get() && ageNanos(seen) <= STALE_NANOS) {
        LOG.warn("The register of keys cannot be read again yet: {}", e.toString());
        return seen;
      }
      throw new ServiceUnavailable(
          ServiceUnavailable.Cause.DATABASE, "the register of keys cannot be read", e);
    }
  }

  private long ageNanos(Picture seen) {
    return time.monotonicNanos() - seen.readAtNanos();
  }
}
