package org.opentws.authentication;

import io.undertow.servlet.handlers.ServletRequestContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import org.opentws.access.Caller;
import org.opentws.access.CurrentCaller;
import org.opentws.audit.RequestEvidence;

/** Certificate and address of the TLS connection whose request this thread serves. */
@ApplicationScoped
public class ConnectionEvidence implements RequestEvidence {
  /** Attributes that Java knows by number only; the numbers would be shown with values in hex. */
  private static final Map<String, String> KEYWORDS =
      Map.of(
          "2.5.4.97", "organizationIdentifier",
          "2.5.4.5", "serialNumber",
          "2.5.4.4", "SN",
          "2.5.4.42", "GN");

  @Inject private CurrentCaller caller;
  @Inject private ManagementCa managementCa;

  @Override
  public Map<String, String> about(String actor) {
    @Nullable ServletRequestContext context = ServletRequestContext.current();
    if (context == null || !isConnected(actor)) {
      return Map.of();
    }
    Map<String, String> details = new TreeMap<>();
    // What anybody can sign for himself, any name in it, is no evidence.
    CallerCertificate.presented()
        .filter(managementCa::hasSigned)
        .ifPresent(certificate -> describe(certificate, details));
    Optional.ofNullable(context.getExchange().getSourceAddress())
        .map(InetSocketAddress::getHostString)
        .ifPresent(address -> details.put("source", address));
    return details;
  }

  /**
   * An approver's connection says nothing about the requester, in whose name an operation is
   * recorded; during a login nobody is known yet.
   */
  private boolean isConnected(String actor) {
    Caller present = caller.get();
    return present.isAnonymous() || present.account().equals(actor);
  }

  private static String name(X500Principal name) {
    return name.getName(X500Principal.RFC2253, KEYWORDS);
  }

  private static void describe(X509Certificate certificate, Map<String, String> details) {
    details.put("certificateIssuer", name(certificate.getIssuerX500Principal()));
    details.put("certificateSubject", name(certificate.getSubjectX500Principal()));
    details.put(
        "certificateSerial", certificate.getSerialNumber().toString(16).toLowerCase(Locale.ROOT));
  }
}
