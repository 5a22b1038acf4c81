package org.opentws.hsm.tls;

import java.io.IOException;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.opentws.hsm.KeyProtection;
import org.opentws.hsm.token.SoftHsm;
import org.opentws.hsm.token.StoredCertificate;
import org.opentws.hsm.token.TokenAccess;

/** A token of SoftHSM that can fail, and the provider for it, registered until the end. */
final class ProvidedToken implements AutoCloseable {
  private final SoftHsm.Token token;
  private final SoftHsm.Fault fault;
  private final TokenProvider provider;

  /** Without any key. */
  ProvidedToken(String name) throws IOException, InterruptedException {
    SoftHsm softHsm = SoftHsm.prepare();
    token = softHsm.newToken();
    fault = softHsm.newFault();
    System.setProperty("opentws.hsm.library", fault.module().toString());
    System.setProperty("opentws.hsm." + name + ".token-label", token.label());
    System.setProperty("opentws.hsm." + name + ".pin", "file:" + token.pinFile());
    System.setProperty("opentws.hsm.call-timeout-millis", "1000");
    System.setProperty("opentws.hsm.wait-millis", "500");
    provider = new TokenProvider(name);
    Security.addProvider(provider);
  }

  SoftHsm.Fault fault() {
    return fault;
  }

  TokenProvider provider() {
    return provider;
  }

  /** Makes a key with a certificate of this name and usage. */
  X509Certificate newKey(
      String label, String algorithm, String commonName, KeyPurposeId usage, Instant begin)
      throws IOException {
    try (TokenAccess access = token.access()) {
      access.generateKeyPair(label, algorithm, KeyProtection.NEVER_LEAVES);
      access.storeCertificate(label, SoftHsm.selfSigned(access, label, commonName, usage, begin));
      return access.certificates().stream()
          .filter(stored -> stored.label().equals(label))
          .findFirst()
          .map(StoredCertificate::certificate)
          .orElseThrow();
    }
  }

  @Override
  public void close() {
    Security.removeProvider(provider.getName());
  }
}
