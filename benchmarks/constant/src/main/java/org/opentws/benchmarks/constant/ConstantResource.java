package org.opentws.benchmarks.constant;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Answers with as many octets as the path asks for; nothing is computed, nothing recorded. */
@Path("constant/{octets: [0-9]{1,5}}")
@Produces(MediaType.APPLICATION_OCTET_STREAM)
public class ConstantResource {
  private static final Map<Integer, byte[]> ANSWERS = new ConcurrentHashMap<>();

  @GET
  public byte[] get(@PathParam("octets") int octets) {
    return ANSWERS.computeIfAbsent(octets, byte[]::new);
  }

  /** Reads the request as an endpoint of a protocol would. */
  @POST
  public byte[] post(@PathParam("octets") int octets, byte[] request) {
    return get(octets);
  }
}
