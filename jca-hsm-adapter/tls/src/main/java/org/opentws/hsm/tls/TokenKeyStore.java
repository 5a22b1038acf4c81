package org.opentws.hsm.tls;

import java.io.InputStream;
import java.io.OutputStream;
import java.security.Key;
import java.security.KeyStoreException;
import java.security.KeyStoreSpi;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opentws.hsm.token.StoredCertificate;

/** A key store of at most one entry, {@value #ALIAS}, which follows the token. Read only. */
final class TokenKeyStore extends KeyStoreSpi {
  static final String ALIAS = "tls-server";

  private final TlsToken token;

  TokenKeyStore(TlsToken token) {
    this.token = token;
  }

  private Optional<StoredCertificate> entry(String alias) {
    return alias.equals(ALIAS) ? token.server() : Optional.empty();
  }

  @Override
  public @Nullable Key engineGetKey(String alias, char @Nullable [] password) {
    return entry(alias).map(stored -> TokenKey.of(token, stored)).orElse(null);
  }

  @Override
  public Certificate @Nullable [] engineGetCertificateChain(String alias) {
    // The issuer is the trust anchor of officers and clients; a server does not send that (RFC
    // 8446).
    return entry(alias).map(stored -> new Certificate[] {stored.certificate()}).orElse(null);
  }

  @Override
  public @Nullable Certificate engineGetCertificate(String alias) {
    return entry(alias).map(StoredCertificate::certificate).orElse(null);
  }

  @Override
  public @Nullable Date engineGetCreationDate(String alias) {
    return entry(alias).map(stored -> stored.certificate().getNotBefore()).orElse(null);
  }

  @Override
  public Enumeration<String> engineAliases() {
    return Collections.enumeration(token.server().isPresent() ? List.of(ALIAS) : List.of());
  }

  @Override
  public boolean engineContainsAlias(String alias) {
    return entry(alias).isPresent();
  }

  @Override
  public int engineSize() {
    return token.server().isPresent() ? 1 : 0;
  }

  @Override
  public boolean engineIsKeyEntry(String alias) {
    return engineContainsAlias(alias);
  }

  @Override
  public boolean engineIsCertificateEntry(String alias) {
    return false;
  }

  @Override
  public @Nullable String engineGetCertificateAlias(Certificate certificate) {
    return token
        .server()
        .filter(stored -> stored.certificate().equals(certificate))
        .map(stored -> ALIAS)
        .orElse(null);
  }

  /** Nothing to load: the PIN comes from its file when the token is first asked. */
  @Override
  public void engineLoad(@Nullable InputStream stream, char @Nullable [] password) {
    // See above.
  }

  @Override
  public void engineSetKeyEntry(
      String alias, Key key, char @Nullable [] password, Certificate @Nullable [] chain)
      throws KeyStoreException {
    throw readOnly();
  }

  @Override
  public void engineSetKeyEntry(String alias, byte[] key, Certificate @Nullable [] chain)
      throws KeyStoreException {
    throw readOnly();
  }

  @Override
  public void engineSetCertificateEntry(String alias, Certificate certificate)
      throws KeyStoreException {
    throw readOnly();
  }

  @Override
  public void engineDeleteEntry(String alias) throws KeyStoreException {
    throw readOnly();
  }

  @Override
  public void engineStore(OutputStream stream, char @Nullable [] password) {
    throw new UnsupportedOperationException("keys of a device are changed under dual control only");
  }

  private static KeyStoreException readOnly() {
    return new KeyStoreException("keys of a device are changed under dual control only");
  }
}
