package org.opentws.certificategeneration.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/**
 * For which names another provider's CA is believed (RFC 5280, 4.2.1.10). Two persons say so
 * expressly, even that there is no limit.
 *
 * @param names directory names, DNS names and e-mail domains; empty for no limit
 */
public record PermittedNames(List<GeneralName> names) {
  private static final String NO_LIMIT = "none";
  private static final String DIRECTORY = "directory";
  private static final String DNS = "dns";
  private static final String EMAIL = "email";

  /** RFC 1123, 2.1: labels of letters, digits and hyphens. */
  private static final Pattern DOMAIN =
      Pattern.compile(
          "(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

  /** Address and mask of no octet that counts: every address. */
  private static final int[] ADDRESS_AND_MASK_OCTETS = {8, 32};

  public PermittedNames {
    names = List.copyOf(names);
  }

  /**
   * Reads them.
   *
   * @param text "none", or parts with semicolons between, each directory:NAME, dns:DOMAIN or
   *     email:DOMAIN
   * @throws RequestRefused MALFORMED_REQUEST
   */
  public static PermittedNames read(String text) {
    if (text.strip().equals(NO_LIMIT)) {
      return new PermittedNames(List.of());
    }
    List<GeneralName> names = new ArrayList<>();
    for (String part : text.split(";", -1)) {
      int colon = part.indexOf(':');
      if (colon < 0) {
        throw malformed();
      }
      names.add(name(part.substring(0, colon).strip(), part.substring(colon + 1).strip()));
    }
    return new PermittedNames(names);
  }

  private static GeneralName name(String kind, String value) {
    return switch (kind) {
      case DIRECTORY -> new GeneralName(directory(value));
      case DNS -> new GeneralName(GeneralName.dNSName, domain(value));
      case EMAIL -> new GeneralName(GeneralName.rfc822Name, domain(value));
      default -> throw malformed();
    };
  }

  private static X500Name directory(String value) {
    try {
      X500Name name = new X500Name(value);
      if (name.getRDNs().length > 0) {
        return name;
      }
    } catch (RuntimeException e) { // BC throws unchecked ones on hostile names
      throw new RequestRefused(
          Refusal.MALFORMED_REQUEST, "'permitted': no distinguished name after directory:", e);
    }
    throw malformed();
  }

  private static String domain(String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    if (!DOMAIN.matcher(lower).matches()) {
      throw malformed();
    }
    return lower;
  }

  private static RequestRefused malformed() {
    return new RequestRefused(
        Refusal.MALFORMED_REQUEST,
        "'permitted' is none, or with semicolons between: directory:NAME, dns:DOMAIN, email:DOMAIN");
  }

  /** The extension; empty if there is no limit. Servers' names that are not permitted are out. */
  Optional<NameConstraints> constraints() {
    if (names.isEmpty()) {
      return Optional.empty();
    }
    GeneralSubtree[] permitted =
        names.stream().map(GeneralSubtree::new).toArray(GeneralSubtree[]::new);
    List<GeneralSubtree> excluded = new ArrayList<>();
    if (names.stream().noneMatch(name -> name.getTagNo() == GeneralName.dNSName)) {
      excluded.add(new GeneralSubtree(new GeneralName(GeneralName.dNSName, "")));
    }
    for (int octets : ADDRESS_AND_MASK_OCTETS) {
      excluded.add(
          new GeneralSubtree(
              new GeneralName(GeneralName.iPAddress, new DEROctetString(new byte[octets]))));
    }
    return Optional.of(new NameConstraints(permitted, excluded.toArray(GeneralSubtree[]::new)));
  }

  /** For the two persons. */
  public String words() {
    return names.isEmpty()
        ? "for every name, without a limit"
        : names.stream()
            .map(PermittedNames::words)
            .collect(Collectors.joining("; ", "for names below ", " only"));
  }

  private static String words(GeneralName name) {
    return switch (name.getTagNo()) {
      case GeneralName.directoryName -> "'" + name.getName() + "'";
      case GeneralName.dNSName -> "DNS " + name.getName();
      default -> "e-mail " + name.getName();
    };
  }
}
