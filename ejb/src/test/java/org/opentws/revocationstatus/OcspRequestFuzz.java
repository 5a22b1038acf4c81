package org.opentws.revocationstatus;

import java.util.Arrays;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPResp;

/**
 * What Jazzer calls with each input that it invents: the whole status service, from request to
 * signed answer. Anything but one well-formed answer of the protocol is a finding.
 */
public final class OcspRequestFuzz {
  static final byte[] NAME_HASH = filled((byte) 0x11);
  static final byte[] KEY_HASH = filled((byte) 0x22);

  private static final int SHA1_OCTETS = 20;
  private static final OcspWorld WORLD = new OcspWorld();
  private static final CertificateID ISSUER = issuer();

  private OcspRequestFuzz() {}

  private static byte[] filled(byte octet) {
    byte[] octets = new byte[SHA1_OCTETS];
    Arrays.fill(octets, octet);
    return octets;
  }

  private static CertificateID issuer() {
    try {
      return WORLD.id(
          OIWObjectIdentifiers.idSHA1, WORLD.keys.ca.certificate(), OcspWorld.SERIAL.value());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Jazzer's entry. */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    byte[] request = input.clone();
    // Seeds cannot know the CA, whose key is made anew each time.
    replace(request, NAME_HASH, ISSUER.getIssuerNameHash());
    replace(request, KEY_HASH, ISSUER.getIssuerKeyHash());
    new OCSPResp(WORLD.answer(request).response().octets()).getResponseObject();
    WORLD.audit.events.clear();
  }

  private static void replace(byte[] in, byte[] what, byte[] by) {
    for (int i = 0; i + what.length <= in.length; i++) {
      if (Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
        System.arraycopy(by, 0, in, i, by.length);
      }
    }
  }
}
