package dev.seaworthy.recording;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the run directory spells JSON: members in declared order, instants in ISO 8601, durations in seconds as decimals.
 * Reading passes over members that it does not know, so that an older reader reads a newer run.
 */
final class Json {
    static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .addModule(times())
            .build();

    private static final ObjectWriter PRETTY = MAPPER.writer(new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n")));

    private Json() {}

    /** The value in one line. */
    static String line(Object value) {
        return write(MAPPER.writer(), value);
    }

    /** The value for people to read. */
    static String pretty(Object value) {
        return write(PRETTY, value);
    }

    static <T> T read(String text, Class<T> type) throws JsonProcessingException {
        T value = MAPPER.readValue(text, type);
        if (value == null) {
            throw new AbsentValue();
        }
        return value;
    }

    /** A record as its members by name. */
    static Map<String, Object> members(Object value) {
        return MAPPER.convertValue(value, new TypeReference<LinkedHashMap<String, Object>>() {});
    }

    /**
     * The record of which these are the members.
     *
     * @throws IllegalArgumentException if they are not
     */
    static <T> T of(Map<String, ?> members, Class<T> type) {
        return MAPPER.convertValue(members, type);
    }

    /** Every name and every string in {@code json}, unescaped: what a search for secrets must look at besides the text. */
    static String strings(String json) {
        StringBuilder all = new StringBuilder();
        try {
            collect(MAPPER.readTree(json), all);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
        return all.toString();
    }

    private static void collect(JsonNode node, StringBuilder all) {
        if (node.isTextual()) {
            all.append(node.textValue()).append('\0');
        }
        node.fieldNames().forEachRemaining(name -> all.append(name).append('\0'));
        node.forEach(child -> collect(child, all));
    }

    private static String write(ObjectWriter writer, Object value) {
        try {
            return writer.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not writable as JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static SimpleModule times() {
        SimpleModule module = new SimpleModule("seaworthy-times");
        module.addSerializer(Instant.class, ToStringSerializer.instance);
        module.addDeserializer(Instant.class, new InstantReader());
        module.addSerializer(Duration.class, new SecondsWriter());
        return module;
    }

    private static final class InstantReader extends StdScalarDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        InstantReader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = parser.getValueAsString("");
            try {
                return Instant.parse(text);
            } catch (DateTimeException e) {
                return (Instant) context.handleWeirdStringValue(Instant.class, text, "not an ISO 8601 instant");
            }
        }
    }

    private static final class SecondsWriter extends StdScalarSerializer<Duration> {
        private static final long serialVersionUID = 1L;

        SecondsWriter() {
            super(Duration.class);
        }

        @Override
        public void serialize(Duration value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeNumber(value.toNanos() / 1e9);
        }
    }

    private static final class AbsentValue extends JsonProcessingException {
        private static final long serialVersionUID = 1L;

        AbsentValue() {
            super("there is no value");
        }
    }
}
