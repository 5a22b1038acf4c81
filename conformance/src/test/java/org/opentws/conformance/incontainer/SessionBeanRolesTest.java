package org.opentws.conformance.incontainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.EJBAccessException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.junit.jupiter.api.Test;
import org.opentws.access.RoleName;
import org.opentws.access.RolePermissions;
import org.opentws.access.store.Permission;
import org.opentws.access.store.Role;
import org.opentws.conformance.Requirement;

/** Every method of every session bean, called as each role: the container lets in only who may. */
class SessionBeanRolesTest extends InContainer {
  /**
   * Beans that everybody may call, each for a reason; a new one is a decision, to be entered here.
   */
  private static final Set<String> OPEN =
      Set.of(
          // the public services and what tells who is calling
          "CaCertificateService",
          "CallerService",
          "CurrentCrlService",
          "DisseminationService",
          "HealthService",
          "LoginService",
          "MachineService",
          "PolicyService",
          "RegistrationService",
          "SessionService",
          "SubjectStatusChangeService",
          // steps and parts that other beans call, after these have asked for the role; no
          // interface leads to them
          "ActivationSteps",
          "AuditFunction",
          "AuthenticatorAnswers",
          "ClockDisciplineService",
          "DataKeyMaking",
          "IdempotencyService",
          "InstallationService",
          "KeyRegisterService",
          "KeyUseService",
          "LoginLedger",
          "OperationDecisions",
          "OperationExecution",
          "OperationSteps",
          "OwnAccountChange",
          "RecoveryService",
          "SealingKey",
          // timers and start-up, which the container itself calls
          "ActivationWatch",
          "AlarmTimer",
          "AuditMetrics",
          "AuditSpaceWatch",
          "ConfigurationWatch",
          "CrlSchedule",
          "DataKeyTimer",
          "ExpiryWatch",
          "IdempotencyTimer",
          "KeyWatch",
          "LostChanges",
          "OperationTimer",
          "RevokedCaWatch",
          "RollOverWatch",
          "RestorationRecording",
          "RestorationTimer",
          "SealingKeyTimer",
          "SessionTimer",
          "StampTimer",
          "StatusChangeRelay",
          "StatusFeed",
          "StatusHeartbeat",
          "TimeStampPolicyWatch",
          "TimeStampingThreads",
          "UnfinishedApplications",
          "VerificationTimer",
          "WitnessTimer");

  /** One business method. */
  private record Call(Class<?> bean, Method method) {
    Set<String> allowed() {
      RolesAllowed roles =
          Optional.ofNullable(method.getAnnotation(RolesAllowed.class))
              .orElse(bean.getAnnotation(RolesAllowed.class));
      return roles == null ? Set.of() : Set.of(roles.value());
    }

    boolean isOpen() {
      return !method.isAnnotationPresent(RolesAllowed.class)
          && (method.isAnnotationPresent(PermitAll.class)
              || bean.isAnnotationPresent(PermitAll.class));
    }

    @Override
    public String toString() {
      return bean.getSimpleName() + "." + method.getName();
    }
  }

  @Test
  void everyMethodNamesItsRolesOrIsOpenOnPurpose() throws Exception {
    List<Call> calls = calls();
    assertEquals(
        List.of(),
        calls.stream().filter(call -> !call.isOpen() && call.allowed().isEmpty()).toList());
    Set<String> open =
        calls.stream()
            .filter(Call::isOpen)
            .map(call -> call.bean().getSimpleName())
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(new TreeSet<>(OPEN), open);
  }

  @Test
  @Requirement(
      value = {"M1.1", "IA1.1"},
      kind = Requirement.Kind.NEGATIVE)
  void nobodyWithoutTheRoleGetsIn() throws Exception {
    List<String> entered = new ArrayList<>();
    int refused = 0;
    for (Call call : guarded()) {
      if (isEntered(call, Set.of())) {
        entered.add(call + " by nobody");
      }
      for (Holder holder : everyHolder()) {
        if (!holder.mayEnter(call)) {
          refused++;
          if (isEntered(call, holder.groups())) {
            entered.add(call + " by " + holder.name());
          }
        }
      }
    }
    assertEquals(List.of(), entered);
    assertTrue(refused > 100, () -> "only few calls were tried");
  }

  @Test
  @Requirement("M1.1")
  void whoHasTheRoleGetsIn() throws Exception {
    List<String> refused = new ArrayList<>();
    for (Call call : guarded()) {
      // Called without its arguments a method ends at once, but not before it is entered.
      if (call.method().getParameterCount() > 0 && takesReferences(call)) {
        for (Holder holder : everyHolder()) {
          if (holder.mayEnter(call) && !isEntered(call, holder.groups())) {
            refused.add(call + " by " + holder.name());
          }
        }
      }
    }
    assertEquals(List.of(), refused);
  }

  private static boolean takesReferences(Call call) {
    return Arrays.stream(call.method().getParameterTypes()).noneMatch(Class::isPrimitive);
  }

  /** Whom the container knows by these groups: a role by its permissions (docs/permissions.md). */
  private record Holder(String name, Set<String> groups) {
    boolean mayEnter(Call call) {
      return groups.stream().anyMatch(call.allowed()::contains);
    }
  }

  private static List<Holder> everyHolder() {
    return Stream.concat(
            Arrays.stream(Role.values())
                .map(
                    role ->
                        new Holder(
                            role.name(),
                            RolePermissions.of(role).stream()
                                .map(Permission::text)
                                .collect(Collectors.toSet()))),
            Stream.of(new Holder(RoleName.SYSTEM, Set.of(RoleName.SYSTEM))))
        .toList();
  }

  @Test
  void nothingIsAllowedButPermissionsAndTheSystem() throws Exception {
    Set<String> known =
        Arrays.stream(Permission.values()).map(Permission::text).collect(Collectors.toSet());
    known.add(RoleName.SYSTEM);
    assertEquals(
        List.of(), guarded().stream().filter(call -> !known.containsAll(call.allowed())).toList());
  }

  private static boolean isEntered(Call call, Set<String> roles) throws Exception {
    Callable<Object> invocation = () -> invoke(call);
    try {
      if (roles.isEmpty()) {
        Acting.anonymously(invocation);
      } else {
        Acting.inRoles(roles, invocation);
      }
      return true;
    } catch (InvocationTargetException e) {
      return !(e.getCause() instanceof EJBAccessException);
    }
  }

  private static Object invoke(Call call) throws NamingException, ReflectiveOperationException {
    Object[] arguments =
        Arrays.stream(call.method().getParameterTypes())
            .map(SessionBeanRolesTest::nothing)
            .toArray();
    Class<?> view = view(call.bean());
    Object proxy = lookUp(call.bean(), view);
    Object result =
        view.getMethod(call.method().getName(), call.method().getParameterTypes())
            .invoke(proxy, arguments);
    return Optional.ofNullable(result);
  }

  /** What a variable of this type holds at first: 0, false, null. */
  private static Object nothing(Class<?> type) {
    return Array.get(Array.newInstance(type, 1), 0);
  }

  @SuppressWarnings("BanJNDI") // names of our own beans
  private static Object lookUp(Class<?> bean, Class<?> view) throws NamingException {
    String module = InitialContext.doLookup("java:app/AppName");
    return InitialContext.doLookup(
        "java:global/%s/%s/%s!%s"
            .formatted(module, ejbModule(), bean.getSimpleName(), view.getName()));
  }

  private static String ejbModule() {
    return lines("services.txt").get(0);
  }

  /** The local interface, or the bean's own class where it has none. */
  private static Class<?> view(Class<?> bean) {
    jakarta.ejb.Local local = bean.getAnnotation(jakarta.ejb.Local.class);
    return local == null || local.value().length == 0 ? bean : local.value()[0];
  }

  private static List<Call> guarded() throws ClassNotFoundException {
    return calls().stream().filter(call -> !call.isOpen()).toList();
  }

  private static List<Call> calls() throws ClassNotFoundException {
    List<Call> calls = new ArrayList<>();
    List<String> beans = lines("session-beans.txt");
    assertTrue(beans.size() > 30, () -> "session beans: " + beans);
    for (String name : beans) {
      Class<?> bean = Class.forName(name);
      Class<?> view = view(bean);
      for (Method method : bean.getDeclaredMethods()) {
        if (Modifier.isPublic(method.getModifiers())
            && !Modifier.isStatic(method.getModifiers())
            && !method.isSynthetic()
            && isIn(view, method)) {
          calls.add(new Call(bean, method));
        }
      }
    }
    return calls;
  }

  private static boolean isIn(Class<?> view, Method method) {
    return Arrays.stream(view.getMethods())
        .anyMatch(
            m ->
                m.getName().equals(method.getName())
                    && Arrays.equals(m.getParameterTypes(), method.getParameterTypes()));
  }

  /** A list that {@link ApplicationUnderTest} has put beside the tests. */
  private static List<String> lines(String resource) {
    try (InputStream in =
            Objects.requireNonNull(SessionBeanRolesTest.class.getResourceAsStream("/" + resource));
        BufferedReader text =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return text.lines().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw new IllegalStateException(resource, e);
    }
  }
}
