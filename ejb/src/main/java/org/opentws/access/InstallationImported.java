package org.opentws.access;

import java.time.Instant;
import java.util.List;
import org.opentws.value.Der;

/**
 * CDI event, fired once in the life of a system, inside the transaction that imports the signed
 * installation document: key management enters the keys. An observer that fails undoes the whole
 * import, and the server does not start.
 *
 * @param controlCertificates the officers' certificates, issued by the management CA in the
 *     ceremony
 * @param demo the installation is a demonstration: control keys are in software
 */
public record InstallationImported(
    List<InstalledKey> keys, List<Der> controlCertificates, boolean demo, Instant at) {
  public InstallationImported {
    keys = List.copyOf(keys);
    controlCertificates = List.copyOf(controlCertificates);
  }
}
