package org.opentws.hsm.token;

import java.util.Arrays;
import org.xipki.pkcs11.wrapper.Logger;
import org.xipki.pkcs11.wrapper.PKCS11Exception;

/** The wrapper would print every call on the console; here it is heard only at level DEBUG. */
final class WrapperLog implements Logger {
  private static final System.Logger LOG = System.getLogger("org.opentws.hsm.pkcs11");

  @Override
  public void info(String format, Object... arguments) {
    log(format, arguments);
  }

  @Override
  public void warn(String format, Object... arguments) {
    log(format, arguments);
  }

  @Override
  public void error(String format, Object... arguments) {
    log(format, arguments);
  }

  @Override
  public void debug(String format, Object... arguments) {
    log(format, arguments);
  }

  @Override
  public void trace(String format, Object... arguments) {
    log(format, arguments);
  }

  /** A session that cannot be closed is gone already: of interest only when looking closely. */
  static void ignored(PKCS11Exception failure) {
    LOG.log(System.Logger.Level.DEBUG, "closing a session", failure);
  }

  private static void log(String format, Object... arguments) {
    if (LOG.isLoggable(System.Logger.Level.DEBUG)) {
      LOG.log(System.Logger.Level.DEBUG, format + " " + Arrays.toString(arguments));
    }
  }

  @Override
  public boolean isDebugEnabled() {
    return false;
  }

  @Override
  public boolean isInfoEnabled() {
    return false;
  }

  @Override
  public boolean isWarnEnabled() {
    return LOG.isLoggable(System.Logger.Level.DEBUG);
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }
}
