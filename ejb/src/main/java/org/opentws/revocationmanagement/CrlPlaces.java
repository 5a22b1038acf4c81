package org.opentws.revocationmanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.opentws.value.CrlPartition;
import org.opentws.value.CrlPartitions;

/** Which CRLs there are besides the complete ones, and where everybody finds them. */
@ApplicationScoped
class CrlPlaces {
  @Inject
  @ConfigProperty(name = "opentws.dissemination.base-url", defaultValue = "http://localhost:8080")
  String baseUrl;

  @Inject
  @ConfigProperty(name = "opentws.revocationmanagement.crl-partitions", defaultValue = "none")
  CrlPartitions partitions;

  /** Of the delta CRLs of a CA. */
  String ofDeltas(String ca) {
    return url("/crl/" + ca + "/delta.crl");
  }

  /** Of the complete CRL of a CA. */
  String ofComplete(String ca) {
    return url("/crl/" + ca + ".crl");
  }

  /** Of the CRL of a partition: as its certificates say. */
  String of(CrlPartition partition, String ca) {
    return url(partition.path(ca));
  }

  private String url(String path) {
    return (baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl) + path;
  }

  /** Into how many partitions the certificates of CAs are parted now. */
  CrlPartitions partitions() {
    return partitions;
  }
}
