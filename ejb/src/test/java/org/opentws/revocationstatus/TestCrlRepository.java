package org.opentws.revocationstatus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opentws.revocationstatus.store.CrlOctets;
import org.opentws.revocationstatus.store.CrlRepository;
import org.opentws.revocationstatus.store.StoredCrl;

/** The table of CRLs in memory. */
public final class TestCrlRepository extends CrlRepository {
  public final List<StoredCrl> stored = new ArrayList<>();
  private final Map<String, byte[]> contents = new HashMap<>();
  public boolean lockedElsewhere;
  public boolean due = true;

  /** CAs that somebody asked about at once. */
  public final List<List<String>> asked = new ArrayList<>();

  /** CAs with a status change since the last look. */
  public List<String> changed = List.of();

  /** A service that stores here. */
  public CurrentCrlService service() {
    CurrentCrlService service = new CurrentCrlService();
    service.crls = this;
    return service;
  }

  /** As it was signed. */
  public byte[] octets(StoredCrl crl) {
    return contents.getOrDefault(key(crl), new byte[0]);
  }

  private static String key(StoredCrl crl) {
    return crl.ca() + "/" + crl.scope() + crl.number();
  }

  @Override
  public boolean tryLock(String ca) {
    return !lockedElsewhere;
  }

  @Override
  public void lock(String ca) {
    // one thread
  }

  @Override
  public Optional<StoredCrl> current(String ca, String scope) {
    return stored.stream()
        .filter(crl -> crl.ca().equals(ca) && crl.scope().equals(scope))
        .reduce((first, last) -> last);
  }

  @Override
  public Optional<StoredCrl> madeBefore(String ca, Instant time) {
    List<StoredCrl> complete =
        stored.stream()
            .filter(crl -> crl.ca().equals(ca) && crl.scope().equals(StoredCrl.COMPLETE))
            .toList();
    return complete.stream()
        .filter(crl -> crl.thisUpdate().isBefore(time))
        .reduce((first, last) -> last)
        .or(() -> complete.stream().findFirst());
  }

  @Override
  public long lastNumber(String ca) {
    return stored.stream()
        .filter(crl -> crl.ca().equals(ca))
        .mapToLong(StoredCrl::number)
        .max()
        .orElse(0);
  }

  @Override
  public boolean isDue(String ca, Instant madeBefore) {
    return due;
  }

  @Override
  public List<String> due(Collection<String> cas, Instant madeBefore) {
    asked.add(List.copyOf(cas));
    return due ? List.copyOf(cas) : List.of();
  }

  @Override
  public List<String> issuersChangedAfter(long sequence) {
    return changed;
  }

  @Override
  public void insert(StoredCrl crl, CrlOctets octets) {
    try (InputStream in = octets.open()) {
      byte[] content = in.readAllBytes();
      contents.put(key(crl), content);
      stored.add(
          new StoredCrl(
              crl.ca(),
              crl.scope(),
              crl.number(),
              crl.thisUpdate(),
              crl.nextUpdate(),
              crl.changeSequence(),
              content.length,
              0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public byte[] part(StoredCrl crl, StoredCrl.Encoding encoding, int part) {
    byte[] content = octets(crl);
    int begin = part * PART_OCTETS;
    return Arrays.copyOfRange(content, begin, Math.min(content.length, begin + PART_OCTETS));
  }
}
