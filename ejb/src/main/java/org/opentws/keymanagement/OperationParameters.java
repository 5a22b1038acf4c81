package org.opentws.keymanagement;

import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Der;

/** The parameters of a dual-control operation: what is not known is refused, never ignored. */
public final class OperationParameters {
  private static final int MAX_ENCODED_CHARACTERS = 87_382; // base64 of 64 KiB

  private final Map<String, String> parameters;

  /**
   * Takes the parameters.
   *
   * @throws RequestRefused MALFORMED_REQUEST if there is one that the operation does not know
   */
  public OperationParameters(Map<String, String> parameters, Set<String> known) {
    Set<String> unknown = new TreeSet<>(parameters.keySet());
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw malformed("unknown parameters; known are " + new TreeSet<>(known));
    }
    this.parameters = Map.copyOf(parameters);
  }

  public String required(String name) {
    return optional(name).orElseThrow(() -> malformed("the parameter '" + name + "' is missing"));
  }

  public Optional<String> optional(String name) {
    @Nullable String value = parameters.get(name);
    return Optional.ofNullable(value).filter(text -> !text.isBlank());
  }

  /** A parameter that is an encoded object in base64. */
  public Der requiredDer(String name) {
    String encoded = required(name);
    if (encoded.length() > MAX_ENCODED_CHARACTERS) {
      throw new RequestRefused(Refusal.REQUEST_TOO_LARGE, "'" + name + "' is larger than 64 KiB");
    }
    try {
      return Der.of(Base64.getDecoder().decode(encoded));
    } catch (IllegalArgumentException e) {
      throw malformed("'" + name + "' is not base64");
    }
  }

  public static RequestRefused malformed(String detail) {
    return new RequestRefused(Refusal.MALFORMED_REQUEST, detail);
  }
}
