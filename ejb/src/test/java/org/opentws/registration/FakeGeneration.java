package org.opentws.registration;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opentws.certificategeneration.CertificateGeneration;
import org.opentws.certificategeneration.CertificateRequest;
import org.opentws.certificategeneration.GeneratedCertificate;
import org.opentws.externalmessage.OpenedMessage;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/**
 * Keeps generation's promise: one certificate for one application id, however often it is asked.
 */
class FakeGeneration implements CertificateGeneration {
  final FakeSeal seal;
  final Map<String, GeneratedCertificate> issued = new LinkedHashMap<>();
  final List<CertificateRequest> requests = new ArrayList<>();
  Optional<RuntimeException> failsAndNotDone = Optional.empty();
  Optional<RuntimeException> failsButDone = Optional.empty();

  FakeGeneration(FakeSeal seal) {
    this.seal = seal;
  }

  @Override
  public GeneratedCertificate generate(Der sealedRequest) {
    failsAndNotDone.ifPresent(FakeGeneration::raise);
    OpenedMessage message = seal.open("registration", REQUEST_TYPE, sealedRequest);
    CertificateRequest request = CertificateRequest.parse(message.content());
    requests.add(request);
    GeneratedCertificate certificate =
        issued.computeIfAbsent(request.applicationId(), id -> certificate(request));
    failsButDone.ifPresent(FakeGeneration::raise);
    return certificate;
  }

  GeneratedCertificate of(String applicationId) {
    return Optional.ofNullable(issued.get(applicationId)).orElseThrow();
  }

  private GeneratedCertificate certificate(CertificateRequest request) {
    return new GeneratedCertificate(
        request.order().issuer(),
        new SerialNumber(BigInteger.valueOf(1000L + issued.size())),
        Der.of(new byte[] {0x30, 0}));
  }

  private static void raise(RuntimeException failure) {
    throw failure;
  }
}
