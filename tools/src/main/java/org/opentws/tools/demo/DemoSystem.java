package org.opentws.tools.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import org.opentws.tools.rest.Connection;

/**
 * Where the system under demonstration is.
 *
 * @param run its run directory
 * @param httpPort public http
 * @param httpsPort public https
 * @param adminPort officers' https
 * @param postgresPort the launcher's PostgreSQL
 * @param library PKCS#11 library of its tokens
 */
record DemoSystem(
    Path run, int httpPort, int httpsPort, int adminPort, int postgresPort, String library) {
  static final String ISSUER = "issuing";
  static final String PROFILE = "qualified-esign-natural-person";

  /** From arguments {@code name=value}. */
  static DemoSystem of(String[] arguments) {
    Map<String, String> given = new HashMap<>();
    for (String argument : arguments) {
      String[] pair = argument.split("=", 2);
      if (pair.length != 2) {
        throw new DemoFailure("not name=value: " + argument);
      }
      given.put(pair[0], pair[1]);
    }
    return new DemoSystem(
        Path.of(value(given, "run")),
        Integer.parseInt(value(given, "http")),
        Integer.parseInt(value(given, "https")),
        Integer.parseInt(value(given, "admin")),
        Integer.parseInt(value(given, "postgres")),
        value(given, "library"));
  }

  private static String value(Map<String, String> given, String name) {
    String value = given.get(name);
    if (value == null) {
      throw new DemoFailure("missing argument " + name + "=...");
    }
    return value;
  }

  private Connection.Server server() {
    return new Connection.Server(publicHttps(), ceremony("management-ca.pem"));
  }

  Connection anybody() throws IOException, GeneralSecurityException {
    return Connection.anybody(server());
  }

  /** An officer of the demo, whose control key and password lie in files. */
  Connection officer(String account)
      throws IOException, GeneralSecurityException, InterruptedException {
    String password = Files.readString(demo("officers/" + account + ".password")).strip();
    return Connection.officer(server(), demo("officers/" + account + ".p12"), password);
  }

  Path demo(String name) {
    return run.resolve("demo").resolve(name);
  }

  Path ceremony(String name) {
    return run.resolve("ceremony").resolve(name);
  }

  String publicHttp() {
    return "http://localhost:" + httpPort;
  }

  String publicHttps() {
    return "https://localhost:" + httpsPort;
  }

  String admin() {
    return "https://localhost:" + adminPort;
  }
}
