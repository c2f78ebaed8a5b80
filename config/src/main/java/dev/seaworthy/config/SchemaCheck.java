package dev.seaworthy.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.seaworthy.kernel.Nearest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Validates a document against a schema, and says in our words and with the file's lines what does not fit. */
final class SchemaCheck {
    private final JsonNode schema;
    private final JsonSchema validator;

    SchemaCheck(JsonNode schema) {
        this.schema = schema;
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                .pathType(PathType.JSON_POINTER)
                .locale(Locale.ROOT)
                .build();
        this.validator =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema, config);
    }

    void check(YamlDocument document, Complaints complaints) {
        Set<Pointer> secrets = new HashSet<>();
        new SchemaWalk(schema).visit(document.root(), (pointer, value, definitions) -> {
            if (definitions.contains(SchemaWalk.SECRET)) {
                secrets.add(pointer);
            }
        });
        for (ValidationMessage message : validator.validate(document.root())) {
            if (!isSpokenFor(message)) {
                complain(document, complaints, message, secrets);
            }
        }
    }

    /** Whether it comes from within a keyword that speaks for itself; of anyOf only the branches speak. */
    private static boolean isSpokenFor(ValidationMessage message) {
        String path = message.getEvaluationPath().toString();
        return path.matches(".*/(oneOf|not|if|propertyNames)/.*");
    }

    private void complain(
            YamlDocument document, Complaints complaints, ValidationMessage message, Set<Pointer> secrets) {
        Pointer at = new Pointer(message.getInstanceLocation().toString());
        JsonNode value = document.at(at);
        String branch = message.getSchemaLocation().getFragment().toString();
        if (branch.contains("/anyOf/")) {
            JsonNode rule = schema.at(branch.substring(0, branch.indexOf("/anyOf/")));
            complaints.about(at, alternatives(rule, "anyOf"));
            return;
        }
        JsonNode rule = rule(message);
        boolean secret = secrets.contains(at);
        String found = secret || RequestRules.soundsSecret(at.key()) ? Found.kind(value) : Found.value(value);
        switch (message.getType()) {
            case "additionalProperties", "unevaluatedProperties" -> unknownKey(complaints, at, message, rule);
            case "required" -> missing(complaints, at, value, message.getProperty(), rule);
            case "dependentRequired" -> dependent(complaints, at, value, rule);
            case "propertyNames" -> badNames(complaints, at, value, rule);
            case "oneOf" -> complaints.about(at, alternatives(rule, "oneOf"));
            case "type" -> complaints.about(at, wrongType(rule, value, found, secret));
            case "pattern", "format" -> complaints.about(at, secret ? SecretReference.LITERAL : mismatch(rule, found));
            case "enum" -> complaints.about(at, badChoice(rule, value, found));
            case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" ->
                complaints.about(at, "expected " + range(rule) + ", found " + found);
            case "minItems", "minLength", "minProperties" -> complaints.about(at, "expected at least one, found none");
            default -> complaints.about(at, secret ? SecretReference.LITERAL : message.getError());
        }
    }

    private static void unknownKey(Complaints complaints, Pointer at, ValidationMessage message, JsonNode rule) {
        String key = message.getProperty();
        List<String> allowed = keys(rule.path("properties"));
        String list = allowed.isEmpty() ? "none here" : String.join(", ", allowed);
        complaints.aboutKey(
                at.child(key), "unknown key \"" + key + "\"" + Nearest.hint(key, allowed) + " (allowed: " + list + ")");
    }

    /** A key that is missing, unless it is there under a misspelt name: then that complaint says it all. */
    private static void missing(Complaints complaints, Pointer at, JsonNode value, String key, JsonNode rule) {
        List<String> known = keys(rule.path("properties"));
        boolean misspelt = keys(value).stream()
                .filter(written -> !known.contains(written))
                .anyMatch(written -> Nearest.to(written, known).equals(Optional.of(key)));
        if (!misspelt) {
            JsonNode example =
                    rule.path("properties").path(key).path("examples").path(0);
            String hint = example.isValueNode() ? ", e.g. " + key + ": " + example.asText() : "";
            complaints.about(at.child(key), "this key is missing" + hint);
        }
    }

    private static void dependent(Complaints complaints, Pointer at, JsonNode value, JsonNode rule) {
        for (String key : keys(rule.path("dependentRequired"))) {
            for (JsonNode needed : rule.get("dependentRequired").get(key)) {
                if (value.has(key) && !value.has(needed.asText())) {
                    complaints.about(at.child(key), "needs the key \"" + needed.asText() + "\" beside it");
                }
            }
        }
    }

    private void badNames(Complaints complaints, Pointer at, JsonNode value, JsonNode rule) {
        JsonNode names = resolved(rule.path("propertyNames"));
        String pattern = names.path("pattern").asText(".*");
        for (String key : keys(value)) {
            if (!key.matches(pattern)) {
                String expected = sentence(names, "text that matches " + pattern);
                complaints.aboutKey(at.child(key), "\"" + key + "\" cannot be a name here; expected " + expected);
            }
        }
    }

    private static String wrongType(JsonNode rule, JsonNode value, String found, boolean secret) {
        List<String> kinds = new ArrayList<>();
        JsonNode types = rule.path("type");
        if (types.isArray()) {
            types.forEach(type -> kinds.add(kind(type.asText())));
        } else {
            kinds.add(kind(types.asText()));
        }
        String expected = "expected " + String.join(" or ", kinds) + ", found ";
        if (secret) {
            return value.isNull() ? expected + "nothing" : SecretReference.LITERAL;
        }
        if (value.isNull()) {
            return expected + "nothing (leave the key out, or give it a value)";
        }
        boolean unquoted = kinds.equals(List.of("text")) && (value.isNumber() || value.isBoolean());
        return expected + found + (unquoted ? "; put it in quotes" : "");
    }

    /** What the alternatives of a rule are: in its own words, or by the keys that each of them needs. */
    private static String alternatives(JsonNode rule, String keyword) {
        String either = StreamSupport.stream(rule.path(keyword).spliterator(), false)
                .map(branch -> StreamSupport.stream(branch.path("required").spliterator(), false)
                        .map(key -> "\"" + key.asText() + "\"")
                        .collect(Collectors.joining(" with ")))
                .filter(keys -> !keys.isEmpty())
                .collect(Collectors.joining(", or "));
        String usual = either.isEmpty() ? "this fits none of the forms that are allowed here" : "give either " + either;
        return rule.path("$comment").asText(usual);
    }

    private static String kind(String type) {
        return switch (type) {
            case "string" -> "text";
            case "integer" -> "a whole number";
            case "number" -> "a number";
            case "boolean" -> "true or false";
            case "array" -> "a list";
            case "object" -> "a mapping";
            default -> type;
        };
    }

    private static String mismatch(JsonNode rule, String found) {
        String example = rule.path("examples").path(0).isTextual()
                ? ", e.g. " + rule.path("examples").path(0).asText()
                : "";
        String expected = rule.path("pattern").asText("a URI");
        return "found " + found + "; expected " + sentence(rule, "text that matches " + expected) + example;
    }

    /** The rule's description as the rest of a sentence. */
    private static String sentence(JsonNode rule, String otherwise) {
        String description = rule.path("description").asText();
        if (description.isEmpty()) {
            return otherwise;
        }
        int end = description.endsWith(".") ? description.length() - 1 : description.length();
        return description.substring(0, 1).toLowerCase(Locale.ROOT) + description.substring(1, end);
    }

    private static String badChoice(JsonNode rule, JsonNode value, String found) {
        List<String> choices = StreamSupport.stream(rule.path("enum").spliterator(), false)
                .map(JsonNode::asText)
                .distinct()
                .toList();
        String hint = value.isTextual() ? Nearest.hint(value.textValue(), choices) : "";
        return "found " + found + ", expected one of " + String.join(", ", choices) + hint;
    }

    private static String range(JsonNode rule) {
        List<String> limits = new ArrayList<>();
        add(limits, rule, "minimum", "at least ");
        add(limits, rule, "exclusiveMinimum", "more than ");
        add(limits, rule, "maximum", "at most ");
        add(limits, rule, "exclusiveMaximum", "less than ");
        return String.join(" and ", limits);
    }

    private static void add(List<String> limits, JsonNode rule, String keyword, String words) {
        if (rule.has(keyword)) {
            limits.add(words + rule.get(keyword).asText());
        }
    }

    private static List<String> keys(JsonNode object) {
        return object.properties().stream().map(entry -> entry.getKey()).collect(Collectors.toList());
    }

    /** The schema object that holds the keyword which failed. */
    private JsonNode rule(ValidationMessage message) {
        String location = message.getSchemaLocation().getFragment().toString();
        String pointer = location.substring(0, Math.max(0, location.lastIndexOf('/')));
        JsonNode rule = schema.at(pointer);
        return rule.isObject() ? rule : schema.at(new Pointer(pointer).parent().text());
    }

    private JsonNode resolved(JsonNode rule) {
        return rule.has("$ref") ? schema.at(rule.get("$ref").asText().substring(1)) : rule;
    }
}
