package org.opentws.certificategeneration.profile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.opentws.value.SerialNumber;

/**
 * Where the status of a certificate is told, and where its CA's certificate is.
 *
 * @param ca the CA's id
 * @param serial of the certificate: its CA's lists may be parted
 */
record StatusPointers(GenerationSettings settings, String ca, SerialNumber serial) {
  void add(ExtensionsGenerator extensions, boolean crl, boolean ocsp) throws IOException {
    if (crl) {
      String path =
          settings
              .crlPartitions()
              .of(ca, serial)
              .map(partition -> partition.path(ca))
              .orElse("/crl/" + ca + ".crl");
      DistributionPointName name = new DistributionPointName(new GeneralNames(url(path)));
      extensions.addExtension(
          Extension.cRLDistributionPoints,
          false,
          new CRLDistPoint(new DistributionPoint[] {new DistributionPoint(name, null, null)}));
    }
    List<AccessDescription> access = new ArrayList<>();
    if (ocsp) {
      access.add(new AccessDescription(AccessDescription.id_ad_ocsp, url("/ocsp")));
    }
    access.add(new AccessDescription(AccessDescription.id_ad_caIssuers, url("/ca/" + ca + ".cer")));
    extensions.addExtension(
        Extension.authorityInfoAccess,
        false,
        new AuthorityInformationAccess(access.toArray(AccessDescription[]::new)));
  }

  private GeneralName url(String path) {
    String base = settings.baseUrl().toString();
    String root = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    return new GeneralName(GeneralName.uniformResourceIdentifier, root + path);
  }
}
