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
record DeviceSetting(
    String name, Path library, String label, String serialNumber, String pin, Path pinFile) {
  private static final String LIBRARY = "/usr/lib/softhsm/libsofthsm2.so";

  /** The same defaults as the archive's ironjacamar.xml has. */
  static DeviceSetting of(String name, Properties configuration, Path secrets) {
    String prefix = "opentws.hsm." + name + ".";
    String common = configuration.getProperty("opentws.hsm.library", LIBRARY);
    String own = configuration.getProperty(prefix + "library", "");
    return new DeviceSetting(
        name,
        Path.of(own.isBlank() ? common : own),
        configuration.getProperty(prefix + "token-label", name),
        configuration.getProperty(prefix + "serial-number", ""),
        configuration.getProperty(prefix + "pin", name.equals("ca") ? "activation" : ""),
        secrets.resolve(name + ".pin"));
  }

  /** Persons bring the PIN: this check has none. */
  boolean isActivated() {
    return pin.equals("activation");
  }

  TokenSettings token() {
    return new TokenSettings(
        library,
        new TokenSettings.TokenName(label, serialNumber),
        pin.startsWith("credential-store:") ? PinSource.file(pinFile) : PinSource.named(pin),
        TokenSettings.Bounds.USUAL);
  }
}
