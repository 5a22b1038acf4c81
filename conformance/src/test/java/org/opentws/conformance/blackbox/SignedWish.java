package org.opentws.conformance.blackbox;

import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.opentws.conformance.blackbox.Client.Answer;
import org.opentws.conformance.blackbox.Journey.Issued;

/** A status change that somebody signs with the key of a certificate. */
final class SignedWish {
  private SignedWish() {}

  static Map<String, Object> order(RunningSystem system, String serial, String action) {
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("id", UUID.randomUUID().toString());
    order.put("issuer", system.value("issuer"));
    order.put("serial", serial);
    order.put("action", action);
    if (action.equals("revoke")) {
      order.put("reason", "keyCompromise");
    }
    return order;
  }

  static byte[] signed(
      Map<String, Object> order, PrivateKey key, X509Certificate certificate, String algorithm) {
    try {
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      generator.addSignerInfoGenerator(
          new JcaSimpleSignerInfoGeneratorBuilder().build(algorithm, key, certificate));
      generator.addCertificate(new JcaX509CertificateHolder(certificate));
      byte[] content = Client.JSON.writeValueAsBytes(order);
      return generator.generate(new CMSProcessableByteArray(content), true).getEncoded();
    } catch (CMSException
        | OperatorCreationException
        | CertificateEncodingException
        | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] signed(Map<String, Object> order, Issued by) {
    return signed(order, by.subscriber().keys().getPrivate(), by.certificate(), "SHA256withECDSA");
  }

  static Answer send(RunningSystem system, String serial, byte[] signed) {
    return system
        .anonymous()
        .post(
            "/certificates/" + system.value("issuer") + "/" + serial + "/signed-status-changes",
            Map.of("signed", Base64.getEncoder().encodeToString(signed)));
  }
}
