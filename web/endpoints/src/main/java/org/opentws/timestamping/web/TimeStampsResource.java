package org.opentws.timestamping.web;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.opentws.access.store.PermissionName;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.timestamping.TimeStampArchiveService;
import org.opentws.timestamping.store.ArchivedTimeStamp;
import org.opentws.timestamping.store.UsageLine;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/**
 * The archive of time-stamps (TS6.1), the accounts of clients and the units, for officers. Units
 * and clients are changed by dual-control operations.
 */
@Path("time-stamps")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "time-stamping")
@RequestScoped
public class TimeStampsResource {
  private static final String CSV = "text/csv; charset=utf-8";
  private static final int IMPRINT_OCTETS_MAX = 64;

  @Inject private TimeStampArchiveService archive;

  /** One token as it was issued. */
  @GET
  @RolesAllowed(PermissionName.ARCHIVE_READ)
  @Path("{serial: [0-9A-Fa-f]{1,40}}")
  @Operation(summary = "One archived token (System Auditor); the look is recorded")
  @APIResponse(responseCode = "200", description = "the token as it was issued")
  @APIResponse(responseCode = "404", description = "there is no such token")
  public Response one(@PathParam("serial") String serial) {
    return answer(TimeStampView.of(archive.find(SerialNumber.parse(serial))));
  }

  /** Tokens by imprint, or by time. */
  @GET
  @RolesAllowed(PermissionName.ARCHIVE_READ)
  @Operation(
      summary = "Archived tokens by imprint or time, at most 1000 (System Auditor); recorded")
  @Parameter(name = "imprint", in = ParameterIn.QUERY, description = "hash of the datum, hex")
  @Parameter(name = "from", in = ParameterIn.QUERY, description = "RFC 3339 time, included")
  @Parameter(name = "to", in = ParameterIn.QUERY, description = "RFC 3339 time, excluded")
  @APIResponse(responseCode = "200", description = "the tokens as they were issued")
  @APIResponse(responseCode = "400", description = "a search that cannot be understood")
  public Response search(
      @QueryParam("imprint") @Nullable String imprint,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to) {
    List<ArchivedTimeStamp> found =
        imprint != null
            ? archive.findByImprint(octets(imprint))
            : archive.findByTime(
                time("from", from), time("to", to), TimeStampArchiveService.SHOWN_MAX);
    return answer(new TimeStampView.Page(found.stream().map(TimeStampView::of).toList()));
  }

  @GET
  @RolesAllowed(PermissionName.PORTAL_USE)
  @Path("units")
  @Operation(summary = "The time-stamping units that are offered now")
  @APIResponse(responseCode = "200", description = "the units with their policies")
  public Response units() {
    return answer(
        new TimeStampView.Units(archive.units().stream().map(TimeStampView.Unit::of).toList()));
  }

  @GET
  @RolesAllowed(PermissionName.SETTING_READ)
  @Path("accounts")
  @Produces("text/csv")
  @Operation(summary = "Tokens given, by day, client and unit, as CSV (RFC 4180)")
  @Parameter(name = "from", in = ParameterIn.QUERY, description = "first day, such as 2026-12-31")
  @Parameter(name = "to", in = ParameterIn.QUERY, description = "last day")
  @APIResponse(responseCode = "200", description = "CSV with a header line")
  @APIResponse(responseCode = "400", description = "days that cannot be understood")
  public Response accounts(
      @QueryParam("from") @Nullable String from, @QueryParam("to") @Nullable String to) {
    String lines =
        archive.accounts(day("from", from), day("to", to)).stream()
            .map(TimeStampsResource::line)
            .collect(Collectors.joining());
    return Response.ok("day,client,unit,granted\r\n" + lines, CSV).cacheControl(never()).build();
  }

  /** Names of clients and units need no quoting. */
  private static String line(UsageLine line) {
    return "%s,%s,%s,%d\r\n".formatted(line.day(), line.client(), line.unit(), line.granted());
  }

  private static Der octets(String hex) {
    try {
      byte[] octets = HexFormat.of().parseHex(hex);
      if (octets.length > 0 && octets.length <= IMPRINT_OCTETS_MAX) {
        return Der.of(octets);
      }
    } catch (IllegalArgumentException e) {
      throw malformed("imprint is hexadecimal", e);
    }
    throw new RequestRefused(Refusal.MALFORMED_REQUEST, "imprint has 1 to 64 octets");
  }

  private static Instant time(String name, @Nullable String text) {
    try {
      return Instant.parse(text == null ? "" : text);
    } catch (DateTimeParseException e) {
      throw malformed(name + " is an RFC 3339 time in UTC", e);
    }
  }

  private static LocalDate day(String name, @Nullable String text) {
    try {
      return LocalDate.parse(text == null ? "" : text);
    } catch (DateTimeParseException e) {
      throw malformed(name + " is a day, such as 2026-12-31", e);
    }
  }

  private static RequestRefused malformed(String detail, RuntimeException cause) {
    return new RequestRefused(Refusal.MALFORMED_REQUEST, detail, cause);
  }

  private static Response answer(Record body) {
    return Response.ok(body).cacheControl(never()).build();
  }

  private static CacheControl never() {
    CacheControl never = new CacheControl();
    never.setNoStore(true);
    return never;
  }
}
