package org.opentws.dataencryption;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AlarmRaised;
import org.opentws.dataencryption.store.DataKey;
import org.opentws.dataencryption.store.DataKeyRepository;
import org.opentws.dataencryption.store.FieldPlace;
import org.opentws.dataencryption.store.KeyEncryptionKey;
import org.opentws.dataencryption.store.KeyRing;
import org.opentws.dataencryption.store.SealedStatement;
import org.opentws.dataencryption.store.WrappedDataKey;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.KeyEncryptionKeys;
import org.opentws.time.TrustedTime;

/**
 * The data keys, unwrapped once in the life of a process. A node that cannot reach its device then
 * goes on with those it has; one that starts without it gives and takes no personal data.
 */
@ApplicationScoped
public class DataKeys implements KeyRing {
  @Inject DataKeyRepository repository;
  @Inject KeyEncryptionKeys keyEncryptionKeys;
  @Inject Event<AlarmRaised> alarms;
  @Inject TrustedTime time;

  /** Replaced as a whole. */
  private volatile Ring ring = new Ring(Map.of(), List.of(), false);

  private record Ring(
      Map<String, DataKey> keys, List<DataKey> newestFirst, boolean mayStandInClear) {
    Optional<DataKey> current() {
      return newestFirst.stream().findFirst();
    }
  }

  @Override
  public DataKey current() {
    return ring.current().or(() -> loaded().current()).orElseThrow(DataKeys::none);
  }

  @Override
  public Optional<DataKey> find(String id) {
    // One that this node does not know yet was made by another one.
    return Optional.ofNullable(ring.keys().get(id))
        .or(() -> Optional.ofNullable(loaded().keys().get(id)));
  }

  @Override
  public List<DataKey> inMemory() {
    return ring.newestFirst();
  }

  @Override
  public boolean mayStandInClear() {
    if (ring.current().isEmpty() && loaded().current().isEmpty()) {
      throw none();
    }
    return ring.mayStandInClear();
  }

  /**
   * Learns of keys that were made meanwhile.
   *
   * @throws ServiceUnavailable KEY or DEVICE: there is none that can be used
   */
  void refresh() {
    if (loaded().current().isEmpty()) {
      throw none();
    }
  }

  @Override
  public void broken(FieldPlace place, String why) {
    raise(place.table() + ":" + place.row(), "the column " + place.column() + ": " + why);
  }

  private void raise(String object, String detail) {
    alarms.fireAsync(new AlarmRaised(AlarmKind.ROW_FORGED, object, detail, time.now()));
  }

  private static ServiceUnavailable none() {
    return new ServiceUnavailable(ServiceUnavailable.Cause.KEY, "there is no data key yet");
  }

  /** Reads the rows, and unwraps the keys that are new. */
  private synchronized Ring loaded() {
    Map<String, KeyEncryptionKey> wrapping =
        repository.keyEncryptionKeys().stream()
            .collect(Collectors.toMap(KeyEncryptionKey::id, Function.identity()));
    List<WrappedDataKey> rows = repository.dataKeys();
    Map<String, DataKey> keys = new LinkedHashMap<>(ring.keys());
    for (WrappedDataKey row : rows) {
      if (!keys.containsKey(row.id())) {
        unwrapped(row, Optional.ofNullable(wrapping.get(row.kek())))
            .ifPresent(key -> keys.put(row.id(), key));
      }
    }
    List<DataKey> newestFirst =
        new ArrayList<>(
            rows.stream().map(row -> keys.get(row.id())).filter(Objects::nonNull).toList());
    Collections.reverse(newestFirst);
    ring = new Ring(Map.copyOf(keys), List.copyOf(newestFirst), firstSaysClear(rows, keys));
    return ring;
  }

  private Optional<DataKey> unwrapped(WrappedDataKey row, Optional<KeyEncryptionKey> wrapping) {
    try {
      byte[] octets =
          keyEncryptionKeys.unwrap(
              row.kek(), row.wrapped(), wrapping.flatMap(KeyEncryptionKey::backup));
      DataKey key = new DataKey(row.id(), octets);
      Arrays.fill(octets, (byte) 0);
      return Optional.of(key);
    } catch (IllegalArgumentException e) {
      raise("data-key:" + row.id(), "the wrapped key is not what the device wrapped");
      return Optional.empty();
    }
  }

  /** The oldest key says it, under itself: a row that was added later cannot. */
  private static boolean firstSaysClear(List<WrappedDataKey> rows, Map<String, DataKey> keys) {
    if (rows.isEmpty()) {
      return false;
    }
    DataKey first = keys.get(rows.get(0).id());
    return first != null && SealedStatement.saysClear(first, rows.get(0).statement());
  }
}
