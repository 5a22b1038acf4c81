package org.opentws.audit;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.format.WitnessKey;

/**
 * An outside witness of the log (C2SP tlog-witness).
 *
 * @param prefix where checkpoints are submitted to; ends without a slash
 */
public record Witness(WitnessKey key, URI prefix) {
  /**
   * Reads the audit parameter {@code witnesses}: key, blank, URL; a comma between two.
   *
   * @throws BrokenLog if it cannot be read
   */
  public static List<Witness> list(String parameter) {
    List<Witness> witnesses = new ArrayList<>();
    for (String one : parameter.isEmpty() ? new String[0] : parameter.split(",", -1)) {
      String[] parts = one.strip().split(" ", -1);
      if (parts.length != 2) {
        throw new BrokenLog("a witness is a key, a blank and a URL");
      }
      witnesses.add(new Witness(WitnessKey.parse(parts[0]), prefix(parts[1])));
    }
    if (witnesses.stream().map(one -> one.key().id()).distinct().count() != witnesses.size()) {
      throw new BrokenLog("a witness stands there twice");
    }
    return witnesses;
  }

  /** Only the keys of {@link #list}. */
  public static List<WitnessKey> keys(String parameter) {
    return list(parameter).stream().map(Witness::key).toList();
  }

  private static URI prefix(String text) {
    try {
      URI prefix = URI.create(text.replaceAll("/+$", ""));
      if (!String.valueOf(prefix.getScheme()).matches("https?") || prefix.getHost() == null) {
        throw new BrokenLog("a witness is reached by http or https");
      }
      return prefix;
    } catch (IllegalArgumentException e) {
      throw new BrokenLog("the address of a witness is no URL", e);
    }
  }
}
