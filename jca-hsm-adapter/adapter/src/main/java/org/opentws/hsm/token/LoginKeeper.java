package org.opentws.hsm.token;

import java.io.IOException;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.hsm.TokenState;
import org.xipki.pkcs11.wrapper.PKCS11Exception;

/** The present login to a token: made when first needed, given up when the device has lost it. */
final class LoginKeeper {
  private final TokenSettings settings;
  private final LoginPause pause;

  /** Guarded by {@code this} when written. */
  private volatile @Nullable TokenLogin login;

  /** Counts the logins, so that a pool can see that its connections are of an earlier one. */
  private volatile long generation;

  LoginKeeper(TokenSettings settings) {
    this.settings = settings;
    this.pause = new LoginPause(settings.tokenText());
  }

  /** Number of the present login, without asking the device; 0 while there is none. */
  long generation() {
    return login == null ? 0 : generation;
  }

  TokenState state() {
    if (!(settings.pin() instanceof ActivatedPin pin)) {
      return TokenState.OPENS_BY_ITSELF;
    }
    return pin.isSet() ? TokenState.ACTIVATED : TokenState.LOCKED;
  }

  /** The login that is there, or a new one; the device is not asked about the former. */
  TokenLogin current() {
    TokenLogin current = login;
    return current == null ? logIn() : current;
  }

  /** The same, after a question that only a living session answers. */
  TokenLogin living() {
    TokenLogin current = current();
    try {
      current.objects().checkAlive();
      return current;
    } catch (PKCS11Exception e) {
      drop(current);
      return current();
    }
  }

  /** That login is of no use any more. */
  synchronized void drop(@Nullable TokenLogin lost) {
    if (lost != null && lost == login) {
      login = null;
      lost.close();
    }
  }

  /** At the end: the login and what is known of the PIN. */
  synchronized void close() {
    if (settings.pin() instanceof ActivatedPin pin) {
      pin.clear();
    }
    drop(login);
  }

  /**
   * Logs in with a PIN that persons brought, and keeps it for the next login if it was right.
   *
   * @throws IllegalStateException the token opens by itself
   */
  synchronized void activate(char[] characters) {
    if (!(settings.pin() instanceof ActivatedPin pin)) {
      throw new IllegalStateException("token " + settings.tokenText() + " opens by itself");
    }
    if (login != null) {
      return;
    }
    pin.set(characters);
    boolean opened = false;
    try {
      // A lost device must not turn a wrong PIN into a right one: this login is made now.
      logIn();
      opened = true;
    } finally {
      if (!opened) {
        pin.clear();
      }
    }
  }

  /** Ends the login in the device for the whole process, and forgets the PIN. */
  synchronized void deactivate() {
    if (settings.pin() instanceof ActivatedPin pin) {
      pin.clear();
      TokenLogin open = login;
      if (open != null) {
        login = null;
        open.logOut();
      }
    }
  }

  private synchronized TokenLogin logIn() {
    TokenLogin present = login;
    if (present != null) {
      return present;
    }
    try (Pin pin = read()) {
      pause.checkMayTry(System.nanoTime(), pin.fingerprint());
      try {
        TokenLogin opened = TokenLogin.open(settings, pin.characters());
        pause.succeeded();
        generation++;
        login = opened;
        return opened;
      } catch (PKCS11Exception | GeneralSecurityException | IOException | RuntimeException e) {
        HsmUnavailable failure = Failure.of(settings.tokenText(), e);
        pause.failed(System.nanoTime(), pin.fingerprint(), Failure.isAboutPin(e), failure);
        throw failure;
      }
    }
  }

  private Pin read() {
    try {
      return settings.pin().read();
    } catch (HsmUnavailable e) {
      throw new HsmUnavailable("token " + settings.tokenText() + ": " + e.getMessage(), e);
    }
  }
}
