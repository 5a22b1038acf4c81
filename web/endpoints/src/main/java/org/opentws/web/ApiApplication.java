package org.opentws.web;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.opentws.access.web.RolesResource;
import org.opentws.access.web.UsersResource;
import org.opentws.audit.web.AlarmResource;
import org.opentws.audit.web.AuditExportResource;
import org.opentws.audit.web.AuditResource;
import org.opentws.authentication.web.SessionResource;
import org.opentws.dissemination.web.CertificateResource;
import org.opentws.dualcontrol.web.OperationsResource;
import org.opentws.error.web.FailureMapper;
import org.opentws.error.web.JsonBody;
import org.opentws.keymanagement.web.DevicesResource;
import org.opentws.keymanagement.web.KeysResource;
import org.opentws.registration.web.ApplicationResource;
import org.opentws.revocationmanagement.web.StatusChangeResource;

/**
 * The REST interface, served by both wars. Nothing is found by scanning: a resource is reachable
 * only if it stands in this list (IA1.1: the list of what can be called is complete by
 * construction).
 *
 * <p>JSON is read and written by {@link JsonBody} (Jackson, strict), errors by {@link
 * FailureMapper} (RFC 9457); see docs/rest.md.
 */
@ApplicationPath("/api/v1")
public class ApiApplication extends Application {
  /** What every application of ours needs: the JSON format and the mapping of failures. */
  private static final List<Class<?>> BASE = List.of(JsonBody.class, FailureMapper.class);

  /** One line for each resource, in the order of the standard's clauses. */
  private static final List<Class<?>> RESOURCES =
      List.of(
          // 5.2.1, 5.2.4 access
          UsersResource.class,
          RolesResource.class,
          // 5.2.3 authentication
          SessionResource.class,
          // 5.2.5 key management
          KeysResource.class,
          DevicesResource.class,
          // 5.2.5 dual control
          OperationsResource.class,
          // 5.2.6 audit
          AuditResource.class,
          AuditExportResource.class,
          AlarmResource.class,
          // 5.3.2 registration
          ApplicationResource.class,
          // 5.3.4 dissemination
          CertificateResource.class,
          // 5.3.5 revocation management
          StatusChangeResource.class);

  @Override
  public Set<Class<?>> getClasses() {
    Set<Class<?>> classes = new LinkedHashSet<>(BASE);
    classes.addAll(RESOURCES);
    return classes;
  }
}
