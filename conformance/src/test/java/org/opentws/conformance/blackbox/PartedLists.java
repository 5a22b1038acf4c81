package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.util.List;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.opentws.conformance.blackbox.Journey.Issued;

/** The CRLs of a CA whose certificates are parted in two, as a relying party finds them. */
final class PartedLists {
  /** For the node that issues. */
  static final String SETTING = "opentws.revocationmanagement.crl-partitions=issuing:2";

  private final RunningSystem system;
  private final RevocationList lists;
  private final Path folder;

  PartedLists(RunningSystem system, Path folder) {
    this.system = system;
    this.lists = new RevocationList(system);
    this.folder = folder;
  }

  /** The one address in the certificate. */
  static URI addressIn(Issued issued) {
    try {
      List<String> found =
          DemoCertificates.crlLocations(new JcaX509CertificateHolder(issued.certificate()));
      assertEquals(1, found.size(), found::toString);
      return URI.create(found.get(0));
    } catch (java.security.cert.CertificateEncodingException e) {
      throw new AssertionError(e);
    }
  }

  static URI other(URI list) {
    String text = list.toString();
    return URI.create(
        text.contains("/1-of-2.")
            ? text.replace("/1-of-2.", "/2-of-2.")
            : text.replace("/2-of-2.", "/1-of-2."));
  }

  X509CRL at(URI uri) {
    return RevocationList.verified(lists.octets(uri), system.certificate("ca.pem"));
  }

  /**
   * The list says in a critical extension for which address it was signed, and is archived. The
   * first ones of a CA that a node has just been told to part come within 15 seconds.
   */
  void assertNamesItself(URI uri) throws IOException {
    Within.seconds(30).until("a list", () -> system.anonymous().getUri(uri).status() == 200);
    byte[] octets = lists.octets(uri);
    Extension extension =
        new X509CRLHolder(octets).getExtension(Extension.issuingDistributionPoint);
    assertTrue(extension.isCritical());
    String point = IssuingDistributionPoint.getInstance(extension.getParsedValue()).toString();
    assertTrue(point.contains(uri.toString()), point);
    String former = "/" + RevocationList.number(at(uri)) + ".crl";
    assertArrayEquals(octets, lists.octets(URI.create(uri.toString().replace(".crl", former))));
  }

  /** Waits until the certificate's list has it; no other list but the complete one does. */
  void assertListedWhereItSays(Issued issued) {
    URI own = addressIn(issued);
    var serial = issued.certificate().getSerialNumber();
    Within.seconds(30).until("its entry", () -> at(own).getRevokedCertificate(serial) != null);
    assertNull(at(other(own)).getRevokedCertificate(serial));
    assertNotNull(lists.untilListed(serial));
  }

  /** What openssl says of the certificate, which knows no list but the one at that address. */
  String opensslSays(Issued issued, URI list) throws IOException {
    Files.write(folder.resolve("part.der"), lists.octets(list));
    Openssl.run(folder, "crl -inform DER -in part.der -outform PEM -out part.pem".split(" "))
        .expectOk();
    String ca = system.path("ca.pem").toAbsolutePath().toString();
    return Openssl.run(
            folder,
            "verify",
            "-partial_chain",
            "-trusted",
            ca,
            "-crl_check",
            "-CRLfile",
            "part.pem",
            issued.pem(folder).toString())
        .text();
  }
}
