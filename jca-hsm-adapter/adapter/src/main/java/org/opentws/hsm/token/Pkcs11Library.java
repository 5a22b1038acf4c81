package org.opentws.hsm.token;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.opentws.hsm.HsmUnavailable;
import org.xipki.pkcs11.wrapper.PKCS11Constants;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xipki.pkcs11.wrapper.PKCS11Module;
import org.xipki.pkcs11.wrapper.Slot;
import org.xipki.pkcs11.wrapper.StaticLogger;
import org.xipki.pkcs11.wrapper.Token;

/**
 * A PKCS#11 library of this process. It is loaded and initialised once and never finalised:
 * SunPKCS11 shares its state, and so may another class loader's copy of this class.
 */
final class Pkcs11Library {
  private static final Map<Path, Pkcs11Library> LOADED = new HashMap<>();

  private final Path path;
  private final PKCS11Module module;

  private Pkcs11Library(Path path, PKCS11Module module) {
    this.path = path;
    this.module = module;
  }

  /**
   * @throws HsmUnavailable no such file, or not a PKCS#11 library, in words
   */
  static Pkcs11Library at(Path path) {
    synchronized (LOADED) {
      Pkcs11Library known = LOADED.get(path);
      if (known != null) {
        return known;
      }
      if (!Files.isReadable(path)) {
        throw new HsmUnavailable("PKCS#11 library " + path + " is not there or not readable");
      }
      checkExportsPkcs11(path);
      StaticLogger.setLogger(new WrapperLog());
      Pkcs11Library loaded = new Pkcs11Library(path, load(path));
      LOADED.put(path, loaded);
      return loaded;
    }
  }

  /**
   * The wrapper's native part crashes the whole Java process when a library lacks the one function
   * that every PKCS#11 module exports. So its name is looked for first.
   */
  private static void checkExportsPkcs11(Path path) {
    try {
      String content = new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
      if (!content.contains("C_GetFunctionList")) {
        throw new HsmUnavailable(path + " is not a PKCS#11 library: it has no C_GetFunctionList");
      }
    } catch (IOException e) {
      throw notPkcs11(path, e);
    }
  }

  private static PKCS11Module load(Path path) {
    try {
      PKCS11Module module = PKCS11Module.getInstance(path.toString());
      module.initialize();
      return module;
    } catch (PKCS11Exception e) {
      if (e.getErrorCode() == PKCS11Constants.CKR_CRYPTOKI_ALREADY_INITIALIZED) {
        return loadAgain(path);
      }
      throw new HsmUnavailable(
          "PKCS#11 library " + path + " does not start: " + Failure.words(e), e);
    } catch (IOException e) {
      throw notPkcs11(path, e);
    }
  }

  /**
   * Another user of this process, SunPKCS11 for example, has initialised it: that serves us too.
   */
  private static PKCS11Module loadAgain(Path path) {
    try {
      return PKCS11Module.getInstance(path.toString());
    } catch (IOException e) {
      throw notPkcs11(path, e);
    }
  }

  private static HsmUnavailable notPkcs11(Path path, IOException e) {
    return new HsmUnavailable(path + " is not a PKCS#11 library that this machine can load", e);
  }

  Path path() {
    return path;
  }

  PKCS11Module module() {
    return module;
  }

  /** The one token of that label. */
  Token tokenLabelled(String label) throws PKCS11Exception {
    return token(new TokenSettings.TokenName(label, ""));
  }

  /**
   * The one token of that name.
   *
   * @throws HsmUnavailable none or several; names those that are there
   */
  Token token(TokenSettings.TokenName name) throws PKCS11Exception {
    List<Token> found = new ArrayList<>();
    List<String> there = new ArrayList<>();
    for (Slot slot : module.getSlotList(true)) {
      Token token = slot.getToken();
      var facts = token.getTokenInfo();
      if (!facts.isTokenInitialized()) {
        continue;
      }
      String label = facts.getLabel().trim();
      String serial = facts.getSerialNumber().trim();
      there.add("\"" + label + "\" (serial number " + serial + ")");
      if (name.isThatOf(label, serial)) {
        found.add(token);
      }
    }
    if (found.size() == 1) {
      return found.get(0);
    }
    if (found.isEmpty()) {
      throw new HsmUnavailable(
          "no token labelled \""
              + name
              + "\" in "
              + path
              + "; there are "
              + there
              + ": correct token-label or serial-number");
    }
    throw new HsmUnavailable(
        found.size()
            + " tokens labelled \""
            + name
            + "\" in "
            + path
            + ": "
            + there
            + ": say which by serial-number");
  }

  /** A slot whose token nobody has initialised yet. */
  Slot emptySlot() throws PKCS11Exception {
    for (Slot slot : module.getSlotList(true)) {
      if (!slot.getToken().getTokenInfo().isTokenInitialized()) {
        return slot;
      }
    }
    throw new HsmUnavailable("no slot of " + path + " has an uninitialised token");
  }
}
