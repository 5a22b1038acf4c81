package org.opentws.conformance;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One method of one REST resource, or one call of a direct endpoint, as compiled classes declare
 * it.
 *
 * @param path with parameters in braces, below the listener's address
 * @param permission names, with commas between them; "open" if none is needed; empty if nothing is
 *     said
 */
public record Endpoint(String method, String path, String permission) {
  private static final String DIRECT_CALLS = "org.opentws.web.direct.DirectCalls";
  private static final Map<Class<? extends Annotation>, String> VERBS =
      Map.of(
          GET.class, "GET",
          POST.class, "POST",
          PUT.class, "PUT",
          PATCH.class, "PATCH",
          DELETE.class, "DELETE");

  /** Every endpoint among these classes. */
  public static List<Endpoint> of(JavaClasses classes) {
    List<Endpoint> found = new ArrayList<>();
    for (JavaClass resource : classes) {
      if (resource.isAnnotatedWith(Path.class)) {
        for (String mount : mounts(resource, classes)) {
          resource.getMethods().forEach(method -> addTo(found, mount, resource, method));
        }
      }
      found.addAll(direct(resource));
    }
    found.sort(Comparator.comparing(Endpoint::path).thenComparing(Endpoint::method));
    return found;
  }

  /** What a class answers on the server's IO threads: open, as everything there. */
  public static List<Endpoint> direct(JavaClass type) {
    return type.getAnnotations().stream()
        .filter(annotation -> annotation.getRawType().getName().equals(DIRECT_CALLS))
        .flatMap(annotation -> Stream.of((Object[]) annotation.get("value").orElseThrow()))
        .map(call -> (JavaAnnotation<?>) call)
        .map(call -> new Endpoint(said(call, "method"), said(call, "path"), "open"))
        .toList();
  }

  private static String said(JavaAnnotation<?> call, String what) {
    return (String) call.get(what).orElseThrow();
  }

  /** Where the applications that list the resource are mounted. */
  private static List<String> mounts(JavaClass resource, JavaClasses classes) {
    return Stream.of(resource.getDirectDependenciesToSelf())
        .flatMap(dependencies -> dependencies.stream())
        .map(dependency -> dependency.getOriginClass())
        .filter(origin -> classes.contain(origin.getName()))
        .filter(origin -> origin.isAnnotatedWith(ApplicationPath.class))
        .map(origin -> slashed(origin.getAnnotationOfType(ApplicationPath.class).value()))
        .distinct()
        .toList();
  }

  private static void addTo(
      List<Endpoint> found, String mount, JavaClass resource, JavaMethod method) {
    VERBS.forEach(
        (annotation, verb) -> {
          if (method.isAnnotatedWith(annotation)) {
            String below =
                method.isAnnotatedWith(Path.class)
                    ? method.getAnnotationOfType(Path.class).value()
                    : "";
            String path =
                mount + slashed(resource.getAnnotationOfType(Path.class).value()) + slashed(below);
            found.add(new Endpoint(verb, plain(path), permission(method)));
          }
        });
  }

  private static String slashed(String path) {
    String trimmed = path.replaceAll("^/+|/+$", "");
    return trimmed.isEmpty() ? "" : "/" + trimmed;
  }

  /** Without the patterns of parameters: {id: [a-z]+} is {id}. */
  private static String plain(String path) {
    return path.replaceAll("\\{(\\w+):(?:[^{}]|\\{[^{}]*})*}", "{$1}");
  }

  private static String permission(JavaMethod method) {
    if (method.isAnnotatedWith(PermitAll.class)) {
      return "open";
    }
    return method.getAnnotations().stream()
        .filter(annotation -> annotation.getRawType().isEquivalentTo(RolesAllowed.class))
        .flatMap(Endpoint::names)
        .collect(Collectors.joining(", "));
  }

  private static Stream<String> names(JavaAnnotation<?> allowed) {
    return Stream.of(allowed.as(RolesAllowed.class).value());
  }
}
