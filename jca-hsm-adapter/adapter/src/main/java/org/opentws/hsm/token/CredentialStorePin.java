package org.opentws.hsm.token;

import org.jboss.as.server.CurrentServiceContainer;
import org.jboss.msc.service.ServiceContainer;
import org.jboss.msc.service.ServiceController;
import org.jboss.msc.service.ServiceName;
import org.jspecify.annotations.Nullable;
import org.opentws.hsm.HsmUnavailable;
import org.wildfly.security.credential.PasswordCredential;
import org.wildfly.security.credential.store.CredentialStore;
import org.wildfly.security.credential.store.CredentialStoreException;
import org.wildfly.security.password.interfaces.ClearPassword;

/** A PIN in a credential store of WildFly's Elytron: encrypted on disk, read at each login. */
final class CredentialStorePin extends PinSource {
  private static final String CAPABILITY = "org.wildfly.security.credential-store.";

  private final String store;
  private final String alias;

  CredentialStorePin(String store, String alias) {
    this.store = store;
    this.alias = alias;
  }

  @Override
  Pin read() {
    try {
      PasswordCredential found = opened().retrieve(alias, PasswordCredential.class);
      if (found == null || !(found.getPassword() instanceof ClearPassword password)) {
        throw new HsmUnavailable(
            "the credential store \"%s\" has no alias \"%s\": add the PIN with add-alias"
                .formatted(store, alias));
      }
      return new Pin(password.getPassword());
    } catch (CredentialStoreException e) {
      throw new HsmUnavailable("the credential store \"" + store + "\" cannot be read", e);
    }
  }

  private CredentialStore opened() {
    ServiceContainer server = CurrentServiceContainer.getServiceContainer();
    if (server == null) {
      throw new HsmUnavailable("a credential store can be used inside of the server only");
    }
    ServiceController<?> controller = server.getService(ServiceName.parse(CAPABILITY + store));
    @Nullable Object value = controller == null ? null : controller.getValue();
    if (value instanceof CredentialStore found) {
      return found;
    }
    throw new HsmUnavailable(
        "the server has no credential store \"%s\": see /subsystem=elytron/credential-store"
            .formatted(store));
  }
}
