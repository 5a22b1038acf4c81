package org.opentws.web.open;

import static org.opentws.node.NodeService.DISSEMINATION;
import static org.opentws.node.NodeService.REVOCATION_STATUS;
import static org.opentws.node.NodeService.TIME_STAMPING;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.opentws.dissemination.web.CaResource;
import org.opentws.dissemination.web.PolicyResource;
import org.opentws.dissemination.web.PublishedCertificateResource;
import org.opentws.error.web.FailureMapper;
import org.opentws.error.web.JsonBody;
import org.opentws.node.NodeKind;
import org.opentws.node.NodeService;
import org.opentws.revocationstatus.web.CrlResource;
import org.opentws.revocationstatus.web.OcspResource;
import org.opentws.timestamping.web.TsaResource;
import org.opentws.web.ServedResources;

/**
 * The protocol endpoints of the public listeners: signed objects for everybody (OCSP, CRL, CA
 * certificates, time-stamps, policies). It lives in the public war, so that the admin listener does
 * not know these paths. Nothing is found by scanning.
 */
@ApplicationPath("/")
public class ProtocolApplication extends Application {
  private static final List<Class<?>> BASE = // Every node describes what it serves.
      List.of(JsonBody.class, FailureMapper.class, OpenApiResource.class);

  /** One line for each resource. */
  private static final Map<Class<?>, NodeService> RESOURCES =
      Map.of(
          // 5.3.4
          CaResource.class, DISSEMINATION,
          PolicyResource.class, DISSEMINATION,
          PublishedCertificateResource.class, DISSEMINATION,
          // 5.3.6 revocation status
          OcspResource.class, REVOCATION_STATUS,
          CrlResource.class, REVOCATION_STATUS,
          // 5.5.1 time-stamping
          TsaResource.class, TIME_STAMPING);

  @Override
  public Set<Class<?>> getClasses() {
    Set<Class<?>> classes = new LinkedHashSet<>(BASE);
    classes.addAll(ServedResources.of(NodeKind.configured(), RESOURCES));
    return classes;
  }
}
