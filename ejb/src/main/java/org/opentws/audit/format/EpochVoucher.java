package org.opentws.audit.format;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.opentws.value.Der;

/**
 * A node's word, signed with the audit key in its device, that these epochs are its own (AA7.1).
 * Whoever can write into the database can begin an epoch there, but not vouch for it.
 *
 * @param origin name of the log
 * @param node whose epochs they are
 * @param commitments to their keys in lower-case hex, by the number of the epoch
 */
public record EpochVoucher(String origin, String node, SortedMap<Long, String> commitments) {
  /** As many fit into one text of a record. */
  public static final int EPOCHS_MAX = 10;

  /** Never the beginning of a checkpoint, which has three lines. */
  private static final String HEADING = "OpenTWS audit epochs, version 1\n";

  private static final String ORIGIN = "origin";
  private static final String EPOCHS = "epochs";
  private static final String KEY_ID = "keyId";
  private static final String SIGNATURE = "signature";

  public EpochVoucher {
    commitments = new TreeMap<>(commitments);
    if (commitments.isEmpty() || commitments.size() > EPOCHS_MAX) {
      throw new BrokenLog("a voucher is for 1 to " + EPOCHS_MAX + " epochs");
    }
  }

  /** What is signed. */
  public String text() {
    StringBuilder text = new StringBuilder(HEADING);
    text.append(origin).append('\n').append(node).append('\n');
    commitments.forEach(
        (epoch, commitment) -> text.append(epoch).append(' ').append(commitment).append('\n'));
    return text.toString();
  }

  /** The voucher and its signature as details of a record. */
  public Map<String, String> details(SignedNote.Signature signature) {
    String epochs =
        commitments.entrySet().stream()
            .map(epoch -> epoch.getKey() + ":" + epoch.getValue())
            .collect(Collectors.joining(" "));
    return Map.of(
        ORIGIN,
        origin,
        EPOCHS,
        epochs,
        KEY_ID,
        HexFormat.of().formatHex(signature.keyId().octets()),
        SIGNATURE,
        Base64.getEncoder().encodeToString(signature.value().octets()));
  }

  /**
   * Reads it out of a record.
   *
   * @throws BrokenLog if the record holds none
   */
  public static EpochVoucher of(RecordContent content) {
    SortedMap<Long, String> commitments = new TreeMap<>();
    for (String epoch : detail(content, EPOCHS).split(" ")) {
      if (!epoch.matches("[0-9]{1,18}:[0-9a-f]{64}")) {
        throw new BrokenLog("a voucher names something that is no epoch");
      }
      String[] parts = epoch.split(":");
      commitments.put(Long.valueOf(parts[0]), parts[1]);
    }
    return new EpochVoucher(detail(content, ORIGIN), content.node(), commitments);
  }

  /**
   * The signed text, out of a record.
   *
   * @throws BrokenLog if the record holds none
   */
  public static SignedNote signed(RecordContent content) {
    EpochVoucher voucher = of(content);
    try {
      return new SignedNote(
          voucher.text(),
          List.of(
              new SignedNote.Signature(
                  voucher.origin(),
                  Der.of(HexFormat.of().parseHex(detail(content, KEY_ID))),
                  Der.of(Base64.getDecoder().decode(detail(content, SIGNATURE))))));
    } catch (IllegalArgumentException e) {
      throw new BrokenLog("the signature of a voucher cannot be read", e);
    }
  }

  private static String detail(RecordContent content, String name) {
    String value = content.details().get(name);
    if (value == null) {
      throw new BrokenLog("a voucher lacks " + name);
    }
    return value;
  }
}
