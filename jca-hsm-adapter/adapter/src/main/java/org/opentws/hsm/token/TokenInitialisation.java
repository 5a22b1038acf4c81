package org.opentws.hsm.token;

import iaik.pkcs.pkcs11.wrapper.PKCS11;
import java.nio.file.Path;
import java.util.Arrays;
import org.opentws.hsm.HsmUnavailable;
import org.xipki.pkcs11.wrapper.PKCS11Constants;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xipki.pkcs11.wrapper.Session;
import org.xipki.pkcs11.wrapper.Slot;

/** Makes an empty token ready for use: label, security officer's PIN, user PIN. */
public final class TokenInitialisation {
  private static final String ERASED = "erased";

  private TokenInitialisation() {}

  /**
   * Initialises the first empty token of the library. The caller wipes both PINs.
   *
   * @throws HsmUnavailable a token of this label exists already, or none is empty
   */
  public static void initialise(Path library, String tokenLabel, char[] soPin, char[] userPin) {
    Pkcs11Library loaded = Pkcs11Library.at(library);
    try {
      checkLabelIsFree(loaded, tokenLabel);
      Slot slot = loaded.emptySlot();
      loaded
          .module()
          .getPKCS11Module()
          .C_InitToken(slot.getSlotID(), soPin, padded(tokenLabel), true);
      Session session = loaded.tokenLabelled(tokenLabel).openSession(true);
      try {
        session.login(PKCS11Constants.CKU_SO, soPin);
        session.initPIN(userPin);
        session.logout();
      } finally {
        session.closeSession();
      }
    } catch (PKCS11Exception | iaik.pkcs.pkcs11.wrapper.PKCS11Exception e) {
      throw Failure.of(tokenLabel, e);
    }
  }

  /**
   * Puts the key into a token under which its keys are backed up (KM6.4): as the token's security
   * officer, because nobody else can mark it as trusted. The caller wipes PIN and key.
   *
   * @param key 32 octets, which persons hold in shares
   * @throws HsmUnavailable the token has one already, or it cannot be put in
   */
  public static void putBackupKey(Path library, String tokenLabel, char[] soPin, byte[] key) {
    if (key.length * Byte.SIZE != BackupObjects.BITS) {
      throw new IllegalArgumentException("KM6.4: a backup key is an AES-256 key");
    }
    try {
      Session session = Pkcs11Library.at(library).tokenLabelled(tokenLabel).openSession(true);
      try {
        session.login(PKCS11Constants.CKU_SO, soPin);
        if (BackupObjects.find(session).length > 0) {
          throw new HsmUnavailable("token " + tokenLabel + " has a backup key already");
        }
        session.createObject(BackupObjects.template(key));
        session.logout();
      } finally {
        session.closeSession();
      }
    } catch (PKCS11Exception e) {
      throw Failure.of(tokenLabel, e);
    }
  }

  /**
   * Takes the backup key out of a token that has one, for ever: what is encrypted with it is lost.
   * The caller wipes the PIN.
   *
   * @throws HsmUnavailable there is no such token, or the PIN is not its security officer's
   */
  public static void removeBackupKey(Path library, String tokenLabel, char[] soPin) {
    try {
      Session session = Pkcs11Library.at(library).tokenLabelled(tokenLabel).openSession(true);
      try {
        session.login(PKCS11Constants.CKU_SO, soPin);
        for (long key : BackupObjects.find(session)) {
          session.destroyObject(key);
        }
        session.logout();
      } finally {
        session.closeSession();
      }
    } catch (PKCS11Exception e) {
      throw Failure.of(tokenLabel, e);
    }
  }

  /**
   * Makes a token empty: the device destroys every object in it, the backup key among them (KM5.1).
   * Every session of this process with it ends. The caller wipes the PIN.
   *
   * @throws HsmUnavailable there is no such token, or the PIN is not its security officer's
   */
  public static void erase(Path library, String tokenLabel, char[] soPin) {
    erase(library, new TokenSettings.TokenName(tokenLabel, ""), soPin);
  }

  /** The same for a token that is known by its serial number, or by both. */
  public static void erase(Path library, TokenSettings.TokenName name, char[] soPin) {
    Pkcs11Library loaded = Pkcs11Library.at(library);
    try {
      long slot = loaded.token(name).getTokenID();
      PKCS11 calls = loaded.module().getPKCS11Module();
      // SunPKCS11 keeps sessions for later, and with one open no token is initialised.
      calls.C_CloseAllSessions(slot);
      calls.C_InitToken(slot, soPin, padded(ERASED), true);
    } catch (PKCS11Exception | iaik.pkcs.pkcs11.wrapper.PKCS11Exception e) {
      throw Failure.of(name.toString(), e);
    }
  }

  /**
   * Whether the token of that serial number was made empty and belongs to nobody now.
   *
   * @throws HsmUnavailable the library does not answer
   */
  public static boolean isErased(Path library, String serialNumber) {
    try {
      for (Slot slot : Pkcs11Library.at(library).module().getSlotList(true)) {
        var facts = slot.getToken().getTokenInfo();
        if (facts.getSerialNumber().trim().equals(serialNumber)) {
          return !facts.isTokenInitialized() || facts.getLabel().trim().equals(ERASED);
        }
      }
      return false;
    } catch (PKCS11Exception e) {
      throw Failure.of("serial number " + serialNumber, e);
    }
  }

  private static void checkLabelIsFree(Pkcs11Library library, String tokenLabel)
      throws PKCS11Exception {
    for (Slot slot : library.module().getSlotList(true)) {
      var facts = slot.getToken().getTokenInfo();
      if (facts.isTokenInitialized() && facts.getLabel().trim().equals(tokenLabel)) {
        throw new HsmUnavailable("a token labelled " + tokenLabel + " exists already");
      }
    }
  }

  /** CK_TOKEN_INFO: labels are 32 characters, filled with blanks, not terminated. */
  private static char[] padded(String tokenLabel) {
    char[] label = new char[32];
    Arrays.fill(label, ' ');
    tokenLabel.getChars(0, Math.min(32, tokenLabel.length()), label, 0);
    return label;
  }
}
