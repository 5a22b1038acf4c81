package org.opentws.conformance.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@code /openapi} says is what is served: all of it, and nothing else. */
@Tag("house")
class DescribedInterfaceTest {
  /** The JAX-RS applications of the public war and where they are served. */
  private static final Map<String, String> APPLICATIONS =
      Map.of(
          "org.opentws.web.ApiApplication", "/api/v1",
          "org.opentws.web.HealthApplication", "/health",
          "org.opentws.web.open.ProtocolApplication", "");

  private final JavaClasses classes = ModuleClasses.all();

  private static JsonNode document() {
    java.nio.file.Path made =
        ModuleClasses.root().resolve("web/public/target/classes/openapi.json");
    try {
      return new ObjectMapper().readTree(made.toFile());
    } catch (IOException e) {
      throw new IllegalStateException("the build has made no description of the interface", e);
    }
  }

  @Test
  void everyCallIsDescribedAndEveryDescriptionCanBeCalled() {
    TreeSet<String> served = new TreeSet<>();
    APPLICATIONS.forEach(
        (name, prefix) ->
            classes.get(name).getDirectDependenciesFromSelf().stream()
                .map(dependency -> dependency.getTargetClass())
                .filter(resource -> resource.isAnnotatedWith(Path.class))
                .distinct()
                .flatMap(resource -> calls(prefix, resource))
                .forEach(served::add));
    assertTrue(served.size() > 20, served.toString());

    TreeSet<String> described = new TreeSet<>();
    document()
        .get("paths")
        .fields()
        .forEachRemaining(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    assertEquals(
        String.join("\n", served),
        String.join("\n", described),
        "new public paths go into web/public/src/main/resources/META-INF/openapi.yaml, and their"
            + " resource into scanExcludeClasses of web/public/pom.xml");
  }

  /** A summary, and answers; refusals of /api/v1 are problems; writes have their key. */
  @Test
  void everyCallIsExplained() {
    List<String> unexplained = new ArrayList<>();
    document()
        .get("paths")
        .fields()
        .forEachRemaining(
            path ->
                path.getValue()
                    .fields()
                    .forEachRemaining(
                        call -> {
                          JsonNode said = call.getValue();
                          boolean api = path.getKey().startsWith("/api/v1");
                          if (said.path("summary").asText().length() < 10
                              || said.path("responses").isEmpty()
                              || said.path("tags").isEmpty()
                              || (api && said.path("responses").path("default").isEmpty())
                              || (api && lacksKey(path.getKey(), call.getKey(), said))) {
                            unexplained.add(call.getKey() + " " + path.getKey());
                          }
                        }));
    assertEquals(List.of(), unexplained);
  }

  private static boolean lacksKey(String path, String method, JsonNode said) {
    return !method.equals("get")
        && !path.endsWith("/session")
        && !said.path("parameters").toString().contains("IdempotencyKey");
  }

  /** Names of the inside, such as those of a JSON library, tell callers nothing. */
  @Test
  void nothingOfTheInsideIsDescribed() {
    String all = document().toString();
    for (String inner : List.of("JsonNode", "containerNode", "SNAPSHOT", "org.opentws")) {
      assertTrue(!all.contains(inner), inner);
    }
  }

  private static Stream<String> calls(String prefix, JavaClass resource) {
    String base = prefix + joined(resource.getAnnotationOfType(Path.class).value());
    Collection<JavaMethod> methods = resource.getMethods();
    return methods.stream()
        .flatMap(
            method ->
                httpMethods(method)
                    .map(
                        verb ->
                            verb
                                + " "
                                + base
                                + method
                                    .tryGetAnnotationOfType(Path.class)
                                    .map(path -> joined(path.value()))
                                    .orElse("")));
  }

  private static Stream<String> httpMethods(JavaMethod method) {
    return method.getAnnotations().stream()
        .filter(annotation -> annotation.getRawType().isAnnotatedWith(HttpMethod.class))
        .map(annotation -> annotation.getRawType().getSimpleName());
  }

  private static String joined(String path) {
    String plain = withoutExpressions(path);
    return plain.isEmpty() || plain.equals("/") ? "" : plain.startsWith("/") ? plain : "/" + plain;
  }

  /** {@code {id: [a-z]{22}}} is {@code {id}}. */
  private static String withoutExpressions(String path) {
    StringBuilder plain = new StringBuilder();
    int depth = 0;
    boolean expression = false;
    for (char c : path.toCharArray()) {
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      expression = depth > 0 && (expression || c == ':');
      if (!expression && c != ' ') {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}
