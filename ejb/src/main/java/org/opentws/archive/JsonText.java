package org.opentws.archive;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** Records as JSON in UTF-8: times as RFC 3339, what is missing as null. */
public final class JsonText {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(
              new SimpleModule("opentws")
                  .addSerializer(Instant.class, ToStringSerializer.instance)
                  .addSerializer(Optional.class, new MaybeWriter()))
          .build();

  private JsonText() {}

  public static byte[] of(Object value) {
    try {
      return JSON.writeValueAsString(value).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      // Without the cause: its message may quote personal data.
      throw new IllegalStateException("a record of the package is no JSON");
    }
  }

  @SuppressWarnings("rawtypes")
  private static final class MaybeWriter extends StdSerializer<Optional> {
    private static final long serialVersionUID = 1L;

    MaybeWriter() {
      super(Optional.class);
    }

    @Override
    public void serialize(Optional value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      if (value.isPresent()) {
        provider.defaultSerializeValue(value.get(), out);
      } else {
        out.writeNull();
      }
    }
  }
}
