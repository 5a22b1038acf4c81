package org.opentws.audit.alarm;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.opentws.keymanagement.TlsTrust;

/** What sinks need and two persons need not decide: whom to believe, how to log in. */
@ApplicationScoped
public class SinkConfiguration {
  /** PEM file with the authorities of the sinks' TLS servers; without it those of Java count. */
  @Inject
  @ConfigProperty(name = "opentws.audit.sink-authorities")
  Optional<String> authorities;

  /** Account at the SMTP server, if it asks for one. */
  @Inject
  @ConfigProperty(name = "opentws.audit.mail-user")
  Optional<String> mailUser;

  /** File with its password, mode 0600. */
  @Inject
  @ConfigProperty(name = "opentws.audit.mail-password-file")
  Optional<String> mailPasswordFile;

  /** Read anew at each use, so that a new file counts at once. */
  SSLContext tls() throws SinkFailed {
    try {
      return TlsTrust.of(authorities.map(Path::of));
    } catch (IOException | GeneralSecurityException e) {
      throw new SinkFailed("the authorities of the sinks cannot be read", e);
    }
  }

  Optional<String> mailUser() {
    return mailUser;
  }

  String mailPassword() throws SinkFailed {
    if (mailPasswordFile.isEmpty()) {
      throw new SinkFailed("opentws.audit.mail-password-file is not set");
    }
    try {
      return Files.readString(Path.of(mailPasswordFile.get()), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new SinkFailed("the password for the SMTP server cannot be read", e);
    }
  }
}
