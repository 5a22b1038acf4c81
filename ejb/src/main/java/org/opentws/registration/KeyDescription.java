package org.opentws.registration;

import java.io.IOException;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.opentws.value.Der;

/** A subject's key in words, for officers. */
final class KeyDescription {
  private KeyDescription() {}

  /** For example "RSA 3072 bit"; the key was judged when the application was submitted. */
  static String of(Der pkcs10) {
    try {
      return describe(
          PublicKeyFactory.createKey(Pkcs10.read(pkcs10).request().getSubjectPublicKeyInfo()));
    } catch (IOException | RuntimeException e) {
      throw new IllegalStateException("a stored application has a key that cannot be read", e);
    }
  }

  private static String describe(AsymmetricKeyParameter key) {
    if (key instanceof RSAKeyParameters rsa) {
      return "RSA " + rsa.getModulus().bitLength() + " bit";
    }
    if (key instanceof ECPublicKeyParameters ec) {
      return "EC " + ec.getParameters().getCurve().getFieldSize() + " bit";
    }
    return key.getClass().getSimpleName().replace("PublicKeyParameters", "");
  }
}
