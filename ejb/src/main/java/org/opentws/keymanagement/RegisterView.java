package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
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
class RegisterView implements CommittedKeys {
  /** Older than this, the next reader reads again, should the watch be late. */
  private static final long FRESH_NANOS = 2_000_000_000L;

  /** Older than this, nothing is signed: fail closed when the database does not answer. */
  private static final long STALE_NANOS = 5_000_000_000L;

  private static final Logger LOG = LoggerFactory.getLogger(RegisterView.class);

  private record Slot(KeyPurpose purpose, String owner) {}

  /** What the lines say. */
  private record Content(
      Map<String, HeldKey> byId,
      Map<Slot, HeldKey> active,
      Map<KeyPurpose, List<RegisteredKey>> ofPurpose) {}

  /**
   * The content, and when it was so.
   *
   * @param number counts contents
   * @param version what stood for the register before it was read
   */
  private record Picture(
      Content content, long number, String version, long readAtNanos, long change) {
    Picture readAgain(long nowNanos, long nowChange) {
      return new Picture(content, number, version, nowNanos, nowChange);
    }
  }

  @Inject SigningKeyRepository register;
  @Inject AlgorithmCatalogues catalogues;
  @Inject TrustedTime time;

  /** Counts changes on this node: a picture read before the last one is not used. */
  private final AtomicLong changes = new AtomicLong();

  private volatile Picture picture =
      new Picture(new Content(Map.of(), Map.of(), Map.of()), 0, "", Long.MIN_VALUE, Long.MIN_VALUE);

  Optional<HeldKey> active(KeyPurpose purpose, String owner) {
    return Optional.ofNullable(current().content().active().get(new Slot(purpose, owner)));
  }

  Optional<HeldKey> byId(String keyId) {
    return Optional.ofNullable(current().content().byId().get(keyId));
  }

  Collection<HeldKey> all() {
    return current().content().byId().values();
  }

  @Override
  public long version() {
    return current().number();
  }

  @Override
  public List<RegisteredKey> ofPurpose(KeyPurpose purpose) {
    return current().content().ofPurpose().getOrDefault(purpose, List.of());
  }

  /** Reads the committed register again, if it or the catalogue that judges it has changed. */
  void refresh() {
    // In this order: a change after this line makes the picture old at once.
    long change = changes.get();
    long readAtNanos = time.monotonicNanos();
    AlgorithmCatalogue catalogue = catalogues.refresh().catalogue();
    Picture seen = picture;
    String version = catalogue.version() + " " + register.version();
    picture =
        version.equals(seen.version())
            ? seen.readAgain(readAtNanos, change)
            : new Picture(read(catalogue), seen.number() + 1, version, readAtNanos, change);
  }

  private Content read(AlgorithmCatalogue catalogue) {
    Map<String, HeldKey> byId = new HashMap<>();
    Map<Slot, HeldKey> active = new HashMap<>();
    Map<KeyPurpose, List<RegisteredKey>> lines = new EnumMap<>(KeyPurpose.class);
    for (SigningKey row : register.committed()) {
      lines
          .computeIfAbsent(row.purpose(), purpose -> new ArrayList<>())
          .add(KeyRegisterService.line(row));
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
    lines.replaceAll((purpose, all) -> List.copyOf(all));
    return new Content(Map.copyOf(byId), Map.copyOf(active), lines);
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
