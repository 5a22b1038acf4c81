package org.opentws.tools.device;

import java.nio.file.Path;
import java.util.Properties;
import org.opentws.hsm.token.PinSource;
import org.opentws.hsm.token.TokenSettings;

/**
 * What the server's configuration says of one device.
 *
 * @param name of the device, for example "tsp"
 * @param library its PKCS#11 library
 * @param label of its token
 * @param serialNumber of its token, or empty
 * @param pin the setting of its PIN
 * @param pinFile where the launcher keeps a PIN that the server takes from its credential store
 */
public record DeviceSetting(
    String name, Path library, String label, String serialNumber, String pin, Path pinFile) {
  /** What a replica has in its name behind that of its device. */
  public static final String REPLICA = "-replica";

  private static final String ACTIVATION = "activation";
  private static final String LIBRARY = "/usr/lib/softhsm/libsofthsm2.so";

  /** The same defaults as the archive's ironjacamar.xml has. */
  public static DeviceSetting of(String name, Properties configuration, Path secrets) {
    String prefix = "opentws.hsm." + name + ".";
    String common = configuration.getProperty("opentws.hsm.library", LIBRARY);
    String own = configuration.getProperty(prefix + "library", "");
    boolean replica = name.endsWith(REPLICA);
    return new DeviceSetting(
        name,
        Path.of(own.isBlank() ? common : own),
        configuration.getProperty(prefix + "token-label", replica ? "" : name),
        configuration.getProperty(prefix + "serial-number", ""),
        configuration.getProperty(
            prefix + "pin",
            replica
                ? of(firstOf(name), configuration, secrets).pin()
                : name.equals("ca") ? ACTIVATION : ""),
        secrets.resolve(name + ".pin"));
  }

  private static String firstOf(String replica) {
    return replica.substring(0, replica.length() - REPLICA.length());
  }

  /** Whether the configuration names a token for it: a replica need not be there. */
  public boolean isConfigured() {
    return !label.isBlank() || !serialNumber.isBlank();
  }

  /** Persons bring the PIN: this check has none. */
  public boolean isActivated() {
    return pin.equals(ACTIVATION);
  }

  /** Which token of its library it is. */
  public TokenSettings.TokenName tokenName() {
    return new TokenSettings.TokenName(label, serialNumber);
  }

  /** How it is reached and opened. */
  public TokenSettings token() {
    return new TokenSettings(
        library,
        tokenName(),
        pin.startsWith("credential-store:") ? PinSource.file(pinFile) : PinSource.named(pin),
        TokenSettings.Bounds.USUAL);
  }
}
