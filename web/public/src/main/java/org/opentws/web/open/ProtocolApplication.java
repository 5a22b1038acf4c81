package org.opentws.web.open;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.opentws.dissemination.web.CaResource;
import org.opentws.dissemination.web.PolicyResource;
import org.opentws.dissemination.web.PublishedCertificateResource;
import org.opentws.error.web.FailureMapper;
import org.opentws.error.web.JsonBody;
import org.opentws.revocationstatus.web.CrlResource;
import org.opentws.revocationstatus.web.OcspResource;
import org.opentws.timestamping.web.TsaResource;

/**
 * The protocol endpoints of the public listeners: signed objects for everybody (OCSP, CRL, CA
 * certificates, time-stamps, policies). It lives in the public war, so that the admin listener does
 * not know these paths. Nothing is found by scanning.
 */
@ApplicationPath("/")
public class ProtocolApplication extends Application {
  private static final List<Class<?>> BASE = List.of(JsonBody.class, FailureMapper.class);

  /** One line for each resource. */
  private static final List<Class<?>> RESOURCES =
      List.of(
          // the description of all of them
          OpenApiResource.class,
          // 5.3.4
          CaResource.class,
          PolicyResource.class,
          PublishedCertificateResource.class,
          // 5.3.6 revocation status
          OcspResource.class,
          CrlResource.class,
          // 5.5.1 time-stamping
          TsaResource.class);

  @Override
  public Set<Class<?>> getClasses() {
    Set<Class<?>> classes = new LinkedHashSet<>(BASE);
    classes.addAll(RESOURCES);
    return classes;
  }
}
