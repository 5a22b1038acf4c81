package org.opentws.authentication.web;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.opentws.access.FactorProof;
import org.opentws.authentication.CallerCertificate;
import org.opentws.authentication.LoginService;
import org.opentws.authentication.OpenedSession;
import org.opentws.authentication.SessionAuthenticationMechanism;
import org.opentws.authentication.SessionService;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/** The officer's session (5.2.3). These two calls need no Idempotency-Key. */
@Path("session")
@Tag(name = "session")
@RequestScoped
public class SessionResource {
  private static final int PASSWORD_LENGTH_MAX = 256;
  private static final int ANSWER_LENGTH_MAX = 10_000;
  private static final String ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=Strict";

  @Inject LoginService logins;
  @Inject SessionService sessions;
  @Context HttpServletRequest request;

  /** Logs in; the answer's cookie works only together with the same client certificate. */
  @POST
  @PermitAll
  @Operation(
      summary = "Log in: the client certificate of the connection and the password",
      description =
          "The answer's cookie opens the session, together with the same certificate only.")
  @APIResponse(responseCode = "204", description = "Logged in")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response login(LoginRequest login) {
    OpenedSession session = logins.login(CallerCertificate.of(request), proof(login));
    return cookie(SessionAuthenticationMechanism.COOKIE + "=" + session.token() + ATTRIBUTES);
  }

  private static FactorProof proof(LoginRequest login) {
    String password = login.password().orElse("");
    String answer = login.authenticator().orElse("");
    if (password.isEmpty() == answer.isEmpty()
        || password.length() > PASSWORD_LENGTH_MAX
        || answer.length() > ANSWER_LENGTH_MAX) {
      throw new RequestRefused(
          Refusal.MALFORMED_REQUEST, "password: 1 to 256 characters; or authenticator");
    }
    return answer.isEmpty() ? FactorProof.password(password) : FactorProof.authenticator(answer);
  }

  /** What an authenticator must answer to log in. */
  @GET
  @PermitAll
  @Path("question")
  @Operation(summary = "Options of WebAuthn's credentials.get for a login")
  @Produces(MediaType.APPLICATION_JSON)
  public String question() {
    return logins.question(CallerCertificate.of(request));
  }

  /** Logs out everywhere; without a session nothing happens, and the answer is the same. */
  @DELETE
  @PermitAll
  @Operation(summary = "Log out, everywhere")
  @APIResponse(responseCode = "204", description = "Logged out, or never logged in")
  public Response logout() {
    SessionAuthenticationMechanism.token(request)
        .ifPresent(token -> sessions.logout(token, CallerCertificate.of(request)));
    return cookie(SessionAuthenticationMechanism.COOKIE + "=" + ATTRIBUTES + "; Max-Age=0");
  }

  private static Response cookie(String value) {
    return Response.noContent().header(HttpHeaders.SET_COOKIE, value).build();
  }
}
