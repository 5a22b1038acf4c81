package org.opentws.revocationstatus;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.opentws.error.ServiceUnavailable;
import org.opentws.revocationstatus.store.CertificateName;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.revocationstatus.store.CertificateStatusRepository;
import org.opentws.revocationstatus.store.ChangeChain;
import org.opentws.revocationstatus.store.ChangeSeal;
import org.opentws.revocationstatus.store.SealedChange;
import org.opentws.revocationstatus.store.StatusChangeRow;
import org.opentws.revocationstatus.store.StatusReadDatabase;
import org.opentws.revocationstatus.store.StatusReadRepository;
import org.opentws.revocationstatus.store.StatusRow;
import org.opentws.value.SerialNumber;

/** The status tables in memory; a test may set rows back behind everybody's back. */
public final class TestStatusRepository extends CertificateStatusRepository {
  public final Map<String, StatusRow> rows = new HashMap<>();
  public final List<SealedChange> changes = new ArrayList<>();
  public ChangeChain chain = ChangeChain.EMPTY;

  /** Thrown by each reading, if set. */
  public Optional<ServiceUnavailable> failure = Optional.empty();

  /** What another node does in the midst of the next reading. */
  public Runnable meanwhile = () -> {};

  /** How often rows were asked for. */
  public int rowsRead;

  @Override
  public void insertGood(String issuer, SerialNumber serial, boolean tspKey) {
    rows.put(
        issuer + "/" + serial,
        new StatusRow(
            issuer,
            serial,
            CertificateState.GOOD,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0,
            tspKey));
  }

  @Override
  public boolean enterGood(String issuer, SerialNumber serial, boolean tspKey) {
    boolean missing = find(issuer, serial).isEmpty();
    if (missing) {
      insertGood(issuer, serial, tspKey);
    }
    return missing;
  }

  @Override
  public Optional<StatusRow> find(String issuer, SerialNumber serial) {
    return Optional.ofNullable(rows.get(issuer + "/" + serial));
  }

  @Override
  public Optional<StatusRow> lock(String issuer, SerialNumber serial) {
    return find(issuer, serial);
  }

  @Override
  public long listed(String issuer, Consumer<StatusRow> each) {
    rows.values().stream()
        .filter(row -> row.issuer().equals(issuer) && row.state() != CertificateState.GOOD)
        .sorted(Comparator.comparing(row -> row.serial().value()))
        .forEach(each);
    return chain.sequence();
  }

  @Override
  public long changedSince(String issuer, long sequence, Consumer<StatusRow> each) {
    Map<BigInteger, StatusRow> last = new TreeMap<>();
    for (SealedChange entry : changes) {
      StatusChangeRow change = entry.change();
      if (change.issuer().equals(issuer) && change.sequence() > sequence) {
        last.put(
            change.serial().value(),
            new StatusRow(
                issuer,
                change.serial(),
                change.state(),
                change.reason(),
                Optional.of(change.changedAt()),
                change.invalidityDate(),
                change.sequence(),
                false));
      }
    }
    last.values().forEach(each);
    return chain.sequence();
  }

  @Override
  public ChangeChain lockChain() {
    return chain;
  }

  @Override
  public void change(StatusRow changed, ChangeChain prolonged, ChangeSeal seal) {
    rows.put(changed.issuer() + "/" + changed.serial(), changed);
    changes.add(
        new SealedChange(
            new StatusChangeRow(
                prolonged.sequence(),
                changed.issuer(),
                changed.serial(),
                changed.state(),
                changed.reason(),
                changed.changedAt().orElseThrow(),
                changed.invalidityDate()),
            Optional.of(seal)));
    chain = prolonged;
  }

  @Override
  public long lastSequence() {
    return chain.sequence();
  }

  /** The same tables as the status reader sees them. */
  public StatusReadDatabase reads() {
    return new StatusReadDatabase() {
      @Override
      public StatusReadRepository reader() {
        return new Reads();
      }
    };
  }

  private final class Reads implements StatusReadRepository {
    @Override
    public StatusRead read(long afterSequence, Collection<CertificateName> asked) {
      failure.ifPresent(
          e -> {
            throw e;
          });
      StatusRead read =
          new StatusRead(
              changes.stream()
                  .filter(entry -> entry.change().sequence() > afterSequence)
                  .limit(CHANGES_A_READ)
                  .toList(),
              asked.stream().flatMap(name -> find(name.issuer(), name.serial()).stream()).toList());
      rowsRead += asked.size();
      Runnable once = meanwhile;
      meanwhile = () -> {};
      once.run();
      return read;
    }

    @Override
    public void close() {
      // nothing is open
    }
  }
}
