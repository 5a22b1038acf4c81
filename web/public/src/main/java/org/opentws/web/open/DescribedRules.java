package org.opentws.web.open;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.jspecify.annotations.Nullable;

/**
 * Used when the description of the interface is made, at build time: adds to every operation of
 * {@code /api/v1} what holds for all of them and so stands at none.
 */
public class DescribedRules implements OASFilter {
  private static final String API = "/api/v1/";
  private static final String SESSION = API + "session";

  /** What an applicant does without an account. */
  private static final Set<String> FOR_EVERYBODY =
      Set.of("POST " + API + "applications", "GET " + API + "applications/{id}");

  private static final Set<PathItem.HttpMethod> READS =
      Set.of(PathItem.HttpMethod.GET, PathItem.HttpMethod.HEAD, PathItem.HttpMethod.OPTIONS);

  @Override
  public void filterOpenAPI(OpenAPI described) {
    described.getComponents().getSchemas().values().forEach(DescribedRules::addRequired);
    Map<String, PathItem> paths = described.getPaths().getPathItems();
    paths.forEach(
        (path, item) -> {
          if (path.startsWith(API)) {
            item.getOperations().forEach((method, operation) -> add(path, method, operation));
          }
        });
  }

  /** Bodies are records: a field is there unless its type says that it may be null. */
  private static void addRequired(Schema body) {
    if (body.getProperties() != null && body.getRequired() == null) {
      List<String> required =
          body.getProperties().entrySet().stream()
              .filter(field -> !mayBeNull(field.getValue()))
              .map(Map.Entry::getKey)
              .toList();
      body.setRequired(required.isEmpty() ? null : required);
    }
  }

  private static boolean mayBeNull(Schema field) {
    return (field.getType() != null && field.getType().contains(Schema.SchemaType.NULL))
        || (field.getAnyOf() != null
            && field.getAnyOf().stream().anyMatch(DescribedRules::mayBeNull));
  }

  private static void add(String path, PathItem.HttpMethod method, Operation operation) {
    if (!READS.contains(method) && !path.equals(SESSION)) {
      operation.setParameters(withIdempotencyKey(operation.getParameters()));
    }
    if (path.equals(SESSION)) {
      operation.setSecurity(
          List.of(OASFactory.createSecurityRequirement().addScheme("certificate")));
    } else if (FOR_EVERYBODY.contains(method + " " + path)) {
      operation.setSecurity(List.of());
    }
    APIResponses responses = operation.getResponses();
    if (responses.getDefaultValue() == null) {
      responses.setDefaultValue(
          OASFactory.createAPIResponse().ref("#/components/responses/Problem"));
    }
  }

  private static List<Parameter> withIdempotencyKey(@Nullable List<Parameter> declared) {
    List<Parameter> all = new ArrayList<>();
    if (declared != null) {
      declared.stream().filter(one -> !"Idempotency-Key".equals(one.getName())).forEach(all::add);
    }
    all.add(OASFactory.createParameter().ref("#/components/parameters/IdempotencyKey"));
    return all;
  }
}
