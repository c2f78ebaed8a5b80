package dev.seaworthy.config;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.seaworthy.kernel.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Binds trees to records: kebab-case keys, unknown keys refused, nothing coerced, durations as {@code 30s}, rates as
 * {@code 50/s}, enums in lower case with dashes, secrets fetched from their references. A list, set or map that is left
 * out is empty; any other component that is left out is null, and refused if it is a primitive.
 */
final class SettingsMapper {
    private static final ObjectMapper MAPPER = mapper();

    private SettingsMapper() {}

    /** Binds a tree to a record; {@code secrets} turns the text of a secret's reference into the secret. */
    static <S> S bind(JsonNode tree, Class<S> type, Function<String, Optional<Secret>> secrets)
            throws JsonProcessingException {
        return Objects.requireNonNull(
                MAPPER.reader().withAttribute(SecretDeserializer.class, secrets).treeToValue(tree, type));
    }

    private static ObjectMapper mapper() {
        SimpleModule module = new SimpleModule()
                .addDeserializer(Duration.class, text(Duration.class, "a duration such as 30s", DurationText::parse))
                .addDeserializer(Rate.class, text(Rate.class, "a rate such as 50/s", Rate::parse))
                .addDeserializer(Secret.class, new SecretDeserializer())
                .setDeserializerModifier(new KebabEnums());
        JsonMapper mapper = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .addModule(module)
                .build();
        mapper.coercionConfigFor(LogicalType.Textual)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        for (Class<?> collection : List.of(List.class, Set.class, Map.class)) {
            mapper.configOverride(collection).setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
        }
        return mapper;
    }

    private static <T> StdDeserializer<T> text(Class<T> type, String expected, Function<String, Optional<T>> parse) {
        return new TextDeserializer<>(type, expected, parse);
    }

    /** Reads a type from its text; never repeats the text. */
    private static final class TextDeserializer<T> extends StdDeserializer<T> {
        private static final long serialVersionUID = 1L;

        private final String expected;
        private final transient Function<String, Optional<T>> parse;

        TextDeserializer(Class<T> type, String expected, Function<String, Optional<T>> parse) {
            super(type);
            this.expected = expected;
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = parser.getValueAsString("");
            Optional<T> value = parse.apply(text);
            if (value.isEmpty()) {
                return context.reportInputMismatch(this, "expected %s", expected);
            }
            return value.get();
        }
    }

    /** Asks the function that the attribute named by this class holds. */
    private static final class SecretDeserializer extends StdDeserializer<Secret> {
        private static final long serialVersionUID = 1L;

        SecretDeserializer() {
            super(Secret.class);
        }

        @Override
        public Secret deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            @SuppressWarnings("unchecked") // bind() puts it there
            Function<String, Optional<Secret>> secrets =
                    (Function<String, Optional<Secret>>) context.getAttribute(SecretDeserializer.class);
            Optional<Secret> secret = secrets.apply(parser.getValueAsString(""));
            if (secret.isEmpty()) {
                return context.reportInputMismatch(this, "expected a reference to a secret");
            }
            return secret.get();
        }
    }

    /** {@code client-gone} for {@code CLIENT_GONE}. */
    private static final class KebabEnums extends BeanDeserializerModifier {
        private static final long serialVersionUID = 1L;

        @Override
        public JsonDeserializer<?> modifyEnumDeserializer(
                DeserializationConfig config, JavaType type, BeanDescription bean, JsonDeserializer<?> usual) {
            return constants(type.getRawClass());
        }

        private static <E> StdDeserializer<E> constants(Class<E> type) {
            List<E> all = List.of(type.getEnumConstants());
            List<String> names = all.stream().map(KebabEnums::name).toList();
            return text(type, "one of " + String.join(", ", names), text -> {
                int index = names.indexOf(text);
                return index < 0 ? Optional.empty() : Optional.of(all.get(index));
            });
        }

        private static String name(Object constant) {
            return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
