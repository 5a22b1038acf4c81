package org.opentws.conformance.incontainer;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.spi.CDI;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.opentws.access.Caller;
import org.opentws.access.RequestCaller;
import org.opentws.access.store.Permission;
import org.wildfly.security.auth.principal.NamePrincipal;
import org.wildfly.security.auth.server.SecurityDomain;
import org.wildfly.security.auth.server.SecurityIdentity;
import org.wildfly.security.authz.RoleMapper;
import org.wildfly.security.authz.Roles;

/** Calls beans as somebody: in a request of its own, as it is when authentication has ended. */
final class Acting {
  private static final int SECONDS_MAX = 60;

  private Acting() {}

  /** As an officer with a session. */
  static <T> T as(Caller caller, Callable<T> work) throws Exception {
    return result(start(caller, work));
  }

  /** The same, without waiting for it. */
  static <T> Future<T> start(Caller caller, Callable<T> work) {
    Set<String> roles =
        caller.permissions().stream().map(Permission::text).collect(Collectors.toSet());
    return executor()
        .submit(
            () ->
                inOwnRequest(
                    () -> {
                      CDI.current().select(RequestCaller.class).get().set(caller);
                      return identity(caller.account(), roles).runAs(work);
                    }));
  }

  /** With these roles of the container, but without a session. */
  static <T> T inRoles(Set<String> roles, Callable<T> work) throws Exception {
    return result(
        executor().submit(() -> inOwnRequest(() -> identity("somebody", roles).runAs(work))));
  }

  /** As nobody. */
  static <T> T anonymously(Callable<T> work) throws Exception {
    return result(
        executor()
            .submit(
                () ->
                    inOwnRequest(
                        () ->
                            SecurityDomain.getCurrent()
                                .getAnonymousSecurityIdentity()
                                .runAs(work))));
  }

  /** What came of it, or the exception itself. */
  static <T> T result(Future<T> future) throws Exception {
    try {
      return future.get(SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception failure) {
        throw failure;
      }
      throw e;
    } catch (TimeoutException e) {
      throw new AssertionError("no result in " + SECONDS_MAX + " s", e);
    }
  }

  private static <T> T inOwnRequest(Callable<T> work) throws Exception {
    RequestContextController request = CDI.current().select(RequestContextController.class).get();
    request.activate();
    try {
      return work.call();
    } finally {
      request.deactivate();
    }
  }

  private static SecurityIdentity identity(String name, Set<String> roles) {
    return SecurityDomain.getCurrent()
        .createAdHocIdentity(new NamePrincipal(name))
        .withDefaultRoleMapper(RoleMapper.constant(Roles.fromSet(roles)));
  }

  @SuppressWarnings("BanJNDI") // the container's own executor, by its fixed name
  private static ManagedExecutorService executor() {
    try {
      return InitialContext.doLookup("java:comp/DefaultManagedExecutorService");
    } catch (NamingException e) {
      throw new IllegalStateException(e);
    }
  }
}
