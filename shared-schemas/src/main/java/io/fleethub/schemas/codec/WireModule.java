package io.fleethub.schemas.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import io.fleethub.schemas.message.WireTime;
import java.io.IOException;
import java.io.Serial;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/** Times and durations as text, in the contract's forms only; instead of a library that would also take numbers. */
final class WireModule extends SimpleModule {

    @Serial
    private static final long serialVersionUID = 1L;

    WireModule() {
        addDeserializer(Instant.class, new TextReader<>(Instant.class, WireTime::instant));
        addDeserializer(Duration.class, new TextReader<>(Duration.class, WireTime::duration));
        addSerializer(new TextWriter<>(Instant.class));
        addSerializer(new TextWriter<>(Duration.class));
    }

    @SuppressWarnings("serial") // never serialized by Java
    private static final class TextReader<T> extends StdScalarDeserializer<T> {

        private final Function<String, T> parse;

        TextReader(Class<T> type, Function<String, T> parse) {
            super(type);
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw JsonMappingException.from(parser, "must be text");
            }
            try {
                return parse.apply(parser.getText());
            } catch (DateTimeException badForm) {
                throw JsonMappingException.from(parser, badForm.getMessage());
            }
        }
    }

    @SuppressWarnings("serial") // never serialized by Java
    private static final class TextWriter<T> extends StdScalarSerializer<T> {

        TextWriter(Class<T> type) {
            super(type);
        }

        @Override
        public void serialize(T value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeString(value.toString());
        }
    }
}
