package org.opentws.hsm.token;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.opentws.hsm.DeviceFacts;
import org.opentws.hsm.HsmUnavailable;
import org.xipki.pkcs11.wrapper.PKCS11Constants;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xipki.pkcs11.wrapper.Token;

/**
 * What a device says that it can do, asked without a login.
 *
 * @param mechanisms all, by their names in PKCS#11
 * @param keyAlgorithms kinds of keys that this adapter could make in it
 * @param lackingKeyAlgorithms those that it could not
 */
public record TokenOffers(
    DeviceFacts facts,
    Set<String> mechanisms,
    List<String> keyAlgorithms,
    List<String> lackingKeyAlgorithms) {
  public TokenOffers {
    mechanisms = Set.copyOf(mechanisms);
    keyAlgorithms = List.copyOf(keyAlgorithms);
    lackingKeyAlgorithms = List.copyOf(lackingKeyAlgorithms);
  }

  /**
   * Asks.
   *
   * @throws HsmUnavailable wrong library, missing token, device that does not answer; in words
   */
  public static TokenOffers of(TokenSettings settings) {
    try {
      Token token = Pkcs11Library.at(settings.library()).token(settings.token());
      Set<String> mechanisms = new TreeSet<>();
      for (long code : token.getMechanismList()) {
        mechanisms.add(PKCS11Constants.ckmCodeToName(code));
      }
      List<String> offered = new ArrayList<>();
      List<String> lacking = new ArrayList<>();
      for (String kind : KeyAlgorithm.all()) {
        String needed = PKCS11Constants.ckmCodeToName(KeyAlgorithm.named(kind).mechanism());
        (mechanisms.contains(needed) ? offered : lacking).add(kind);
      }
      return new TokenOffers(TokenLogin.deviceFacts(token), mechanisms, offered, lacking);
    } catch (PKCS11Exception e) {
      throw Failure.of(settings.tokenText(), e);
    }
  }
}
