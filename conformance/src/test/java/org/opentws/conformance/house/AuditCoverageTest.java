package org.opentws.conformance.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import java.lang.annotation.Annotation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.audit.AuditEventType;
import org.opentws.dualcontrol.OperationHandler;

/**
 * AA1.1a, AA1.1b: no operation without an event. Followed are the calls in the compiled code, from
 * each operation that changes something to the places that name an event type.
 */
@Tag("house")
class AuditCoverageTest {
  private static final List<Class<? extends Annotation>> CHANGING =
      List.of(POST.class, PUT.class, PATCH.class, DELETE.class);

  /** What tells of the surroundings amid any operation is no record of the operation. */
  private static final Set<String> OF_SURROUNDINGS =
      Set.of("ALARM_RAISED", "ACCESS_DENIED", "KEY_USE_REFUSED", "DEVICE_LOST", "DEVICE_RETURNED");

  private final JavaClasses classes = ModuleClasses.all();

  @Test
  void everyCallThatChangesSomethingIsRecorded() {
    List<JavaMethod> changing =
        methods().filter(method -> CHANGING.stream().anyMatch(method::isAnnotatedWith)).toList();
    assertTrue(changing.size() >= 10, "only " + changing.size() + " found");
    assertEquals(List.of(), changing.stream().filter(method -> !isRecorded(method)).toList());
  }

  @Test
  void everyOperationUnderDualControlRecordsWhatItDid() {
    List<JavaMethod> executing =
        methods()
            .filter(method -> method.getName().equals("execute"))
            .filter(method -> !method.getOwner().isInterface())
            .filter(method -> method.getOwner().isAssignableTo(OperationHandler.class))
            .toList();
    assertTrue(executing.size() >= 5, "only " + executing.size() + " found");
    assertEquals(List.of(), executing.stream().filter(method -> !isRecorded(method)).toList());
  }

  @Test
  void whatRecordsNothingIsNotTakenForRecorded() {
    List<JavaMethod> silent =
        methods()
            .filter(method -> method.isAnnotatedWith(GET.class))
            .filter(method -> method.getOwner().getSimpleName().equals("OpenApiResource"))
            .toList();
    assertFalse(silent.isEmpty());
    silent.forEach(method -> assertFalse(isRecorded(method), method.getFullName()));
  }

  private Stream<JavaMethod> methods() {
    return classes.stream().flatMap(one -> one.getMethods().stream());
  }

  private boolean isRecorded(JavaMethod operation) {
    Set<JavaCodeUnit> seen = new HashSet<>();
    Deque<JavaCodeUnit> open = new ArrayDeque<>();
    open.add(operation);
    while (!open.isEmpty()) {
      JavaCodeUnit unit = open.remove();
      if (seen.add(unit) && !isOfTheLogItself(unit.getOwner())) {
        if (namesAnEvent(unit)) {
          return true;
        }
        unit.getMethodCallsFromSelf().forEach(call -> addTargets(open, call));
      }
    }
    return false;
  }

  /** The log's own beginnings and ends are no record of what others did. */
  private static boolean isOfTheLogItself(JavaClass owner) {
    return owner.getPackageName().equals("org.opentws.audit");
  }

  private static boolean namesAnEvent(JavaCodeUnit unit) {
    return unit.getFieldAccesses().stream()
        .map(access -> access.getTarget())
        .filter(field -> field.getOwner().isEquivalentTo(AuditEventType.class))
        .anyMatch(field -> !OF_SURROUNDINGS.contains(field.getName()));
  }

  /** The method itself, and whatever implements it. */
  private void addTargets(Deque<JavaCodeUnit> open, JavaMethodCall call) {
    JavaClass owner = call.getTargetOwner();
    if (!owner.getPackageName().startsWith("org.opentws")) {
      return;
    }
    call.getTarget().resolveMember().ifPresent(open::add);
    String[] parameters =
        call.getTarget().getRawParameterTypes().stream()
            .map(JavaClass::getName)
            .toArray(String[]::new);
    for (JavaClass below : owner.getAllSubclasses()) {
      below.tryGetMethod(call.getTarget().getName(), parameters).ifPresent(open::add);
    }
  }
}
