package org.opentws.error.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/** Records, lists and maps as JSON bodies, in the strict format of docs/rest.md. */
@Provider
// The exact type makes it the server's first choice for JSON; a body that may be missing has no
// type (see isReadable).
@Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
public class JsonBody implements MessageBodyReader<Object>, MessageBodyWriter<Object> {
  private static final JsonMapper MAPPER = JsonFormat.mapper();

  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

  /** For answers that do not come from a resource, such as a servlet filter's. */
  public static byte[] write(Object body) {
    try {
      return MAPPER.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON: " + body.getClass(), e);
    }
  }

  @Override
  public boolean isReadable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType media) {
    return isOurs(type) && (isJson(media) || isOptional(annotations));
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType media) {
    return isOurs(type);
  }

  private static boolean isJson(MediaType media) {
    return MediaType.APPLICATION_JSON_TYPE.isCompatible(media);
  }

  private static boolean isOurs(Class<?> type) {
    return type.isRecord()
        || Map.class.isAssignableFrom(type)
        || Collection.class.isAssignableFrom(type);
  }

  @Override
  public Object readFrom(
      Class<Object> type,
      Type genericType,
      Annotation[] annotations,
      MediaType media,
      MultivaluedMap<String, String> headers,
      InputStream entity)
      throws IOException {
    byte[] text = entity.readAllBytes();
    boolean saysNothing = text.length == 0 && isOptional(annotations);
    if (!saysNothing && !isJson(media)) {
      throw new NotSupportedException();
    }
    return read(saysNothing ? NOTHING : text, genericType);
  }

  /**
   * Reads a body.
   *
   * @throws RequestRefused MALFORMED_REQUEST, naming the field
   */
  static Object read(byte[] text, Type type) {
    @Nullable Object body;
    try {
      body = MAPPER.readValue(text, MAPPER.constructType(type));
    } catch (IOException e) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, reason(e), e);
    }
    if (body == null) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "a JSON object is needed");
    }
    RequiredFields.firstMissing(body)
        .ifPresent(
            path -> {
              throw new RequestRefused(Refusal.MALFORMED_REQUEST, "missing: " + path);
            });
    return body;
  }

  @Override
  public void writeTo(
      Object body,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType media,
      MultivaluedMap<String, Object> headers,
      OutputStream entity)
      throws IOException {
    MAPPER.writeValue(entity, body);
  }

  private static boolean isOptional(Annotation[] annotations) {
    return Arrays.stream(annotations).anyMatch(a -> a instanceof OptionalBody);
  }

  /** Our own words: Jackson's messages name classes. */
  private static String reason(IOException failure) {
    if (failure instanceof UnrecognizedPropertyException unknown) {
      return "unknown field: " + path(unknown);
    }
    if (failure instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      return "not acceptable: " + path(mapping);
    }
    return "not a JSON object of the expected form";
  }

  private static String path(JsonMappingException failure) {
    return failure.getPath().stream()
        .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : r.getFieldName())
        .collect(Collectors.joining("."));
  }
}
