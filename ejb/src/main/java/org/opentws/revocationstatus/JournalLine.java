package org.opentws.revocationstatus;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.revocationstatus.store.ChangeSeal;
import org.opentws.revocationstatus.store.SealedChange;
import org.opentws.revocationstatus.store.StatusChangeRow;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/** One line of the journal: the parts of a sealed change with blanks between them. */
final class JournalLine {
  private static final String NOTHING = "-";
  private static final int PARTS = 9;

  private JournalLine() {}

  static String of(SealedChange sealed) {
    StatusChangeRow change = sealed.change();
    return String.join(
        " ",
        Long.toString(change.sequence()),
        change.issuer(),
        change.serial().hex(),
        change.state().name(),
        change.reason().map(code -> Integer.toString(code)).orElse(NOTHING),
        Long.toString(change.changedAt().getEpochSecond()),
        change.invalidityDate().map(date -> Long.toString(date.getEpochSecond())).orElse(NOTHING),
        sealed.seal().map(ChangeSeal::keyId).orElse(NOTHING),
        sealed.seal().map(JournalLine::base64).orElse(NOTHING));
  }

  private static String base64(ChangeSeal seal) {
    return Base64.getEncoder().encodeToString(seal.signature().octets());
  }

  /**
   * Reads a line.
   *
   * @throws StatusNotTrusted if it is not one
   */
  static SealedChange parse(String line) {
    String[] parts = line.split(" ", -1);
    if (parts.length != PARTS) {
      throw new StatusNotTrusted("the journal of status changes is damaged");
    }
    try {
      StatusChangeRow change =
          new StatusChangeRow(
              Long.parseLong(parts[0]),
              parts[1],
              new SerialNumber(new BigInteger(parts[2], 16)),
              CertificateState.valueOf(parts[3]),
              present(parts[4]).map(Integer::valueOf),
              Instant.ofEpochSecond(Long.parseLong(parts[5])),
              present(parts[6]).map(Long::valueOf).map(Instant::ofEpochSecond));
      return new SealedChange(
          change,
          present(parts[7])
              .map(key -> new ChangeSeal(key, Der.of(Base64.getDecoder().decode(parts[8])))));
    } catch (IllegalArgumentException e) {
      throw new StatusNotTrusted("the journal of status changes is damaged: " + e.getMessage());
    }
  }

  private static Optional<String> present(String part) {
    return part.equals(NOTHING) ? Optional.empty() : Optional.of(part);
  }
}
