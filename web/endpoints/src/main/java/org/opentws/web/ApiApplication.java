package org.opentws.web;

import static java.util.Map.entry;
import static org.opentws.node.NodeService.ADMINISTRATION;
import static org.opentws.node.NodeService.CERTIFICATE_GENERATION;
import static org.opentws.node.NodeService.REGISTRATION;
import static org.opentws.node.NodeService.REVOCATION_MANAGEMENT;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.opentws.access.web.AccountResource;
import org.opentws.access.web.RolesResource;
import org.opentws.access.web.UsersResource;
import org.opentws.archive.web.ArchiveResource;
import org.opentws.audit.web.AlarmResource;
import org.opentws.audit.web.AuditExportResource;
import org.opentws.audit.web.AuditResource;
import org.opentws.authentication.web.SessionResource;
import org.opentws.authentication.web.SessionsResource;
import org.opentws.backup.web.BackupsResource;
import org.opentws.dissemination.web.CertificateResource;
import org.opentws.dualcontrol.web.OperationsResource;
import org.opentws.error.web.FailureMapper;
import org.opentws.error.web.JsonBody;
import org.opentws.keymanagement.web.AlgorithmCatalogueResource;
import org.opentws.keymanagement.web.DevicesResource;
import org.opentws.keymanagement.web.KeysResource;
import org.opentws.node.NodeKind;
import org.opentws.node.NodeService;
import org.opentws.personaldata.web.PersonalDataResource;
import org.opentws.registration.web.ApplicationResource;
import org.opentws.revocationmanagement.web.OwnStatusChangeResource;
import org.opentws.revocationmanagement.web.StatusChangeDecisionResource;
import org.opentws.revocationmanagement.web.StatusChangeResource;
import org.opentws.revocationmanagement.web.SubjectStatusChangeResource;
import org.opentws.setting.web.SettingsResource;
import org.opentws.termination.web.TerminationResource;
import org.opentws.timestamping.web.TimeStampsResource;

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
  private static final Map<Class<?>, NodeService> RESOURCES =
      Map.ofEntries(
          // 5.2.1, 5.2.4 access
          entry(UsersResource.class, ADMINISTRATION),
          entry(RolesResource.class, ADMINISTRATION),
          entry(AccountResource.class, ADMINISTRATION),
          // 5.2.3 authentication
          entry(SessionResource.class, ADMINISTRATION),
          entry(SessionsResource.class, ADMINISTRATION),
          entry(SettingsResource.class, ADMINISTRATION),
          // 5.2.5 key management
          entry(AlgorithmCatalogueResource.class, ADMINISTRATION),
          entry(KeysResource.class, ADMINISTRATION),
          entry(DevicesResource.class, ADMINISTRATION),
          // 5.2.5 dual control
          entry(OperationsResource.class, ADMINISTRATION),
          // 5.2.7 what must be kept after the end
          entry(TerminationResource.class, ADMINISTRATION),
          // 5.2.8 backup
          entry(BackupsResource.class, ADMINISTRATION),
          // 5.2.7 archive
          entry(ArchiveResource.class, ADMINISTRATION),
          // 5.2.6 audit
          entry(AuditResource.class, ADMINISTRATION),
          entry(AuditExportResource.class, ADMINISTRATION),
          entry(AlarmResource.class, ADMINISTRATION),
          // 5.3.2 registration
          entry(ApplicationResource.class, REGISTRATION),
          entry(PersonalDataResource.class, REGISTRATION),
          // 5.3.4 dissemination
          entry(CertificateResource.class, CERTIFICATE_GENERATION),
          // 5.3.5 revocation management
          entry(StatusChangeResource.class, REVOCATION_MANAGEMENT),
          entry(StatusChangeDecisionResource.class, REVOCATION_MANAGEMENT),
          entry(SubjectStatusChangeResource.class, REVOCATION_MANAGEMENT),
          entry(OwnStatusChangeResource.class, REVOCATION_MANAGEMENT),
          // 5.5.1 time-stamping: what officers look up
          entry(TimeStampsResource.class, ADMINISTRATION));

  @Override
  public Set<Class<?>> getClasses() {
    Set<Class<?>> classes = new LinkedHashSet<>(BASE);
    classes.addAll(ServedResources.of(NodeKind.configured(), RESOURCES));
    return classes;
  }
}
