package dev.seaworthy.config;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.AllowList;
import dev.seaworthy.kernel.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes the records of a contract from a tree that was found sound, with all defaults filled in. */
final class EnvironmentBinder {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode root;
    private final Path folder;
    private final Function<Pointer, Secret> secrets;

    /**
     * Binds one tree.
     *
     * @param folder what relative paths are relative to
     * @param secrets the secret for each place that refers to one
     */
    EnvironmentBinder(JsonNode root, Path folder, Function<Pointer, Secret> secrets) {
        this.root = root;
        this.folder = folder;
        this.secrets = secrets;
    }

    Environment environment() {
        Targets targets = targets(root.get("targets"));
        Pointer identities = Pointer.ROOT.child("identities");
        Pointer operations = Pointer.ROOT.child("operations");
        return new Environment(
                root.get("environment").textValue(),
                root.get("description").textValue(),
                targets,
                byName(root.get("identities"), (name, node) -> identity(identities.child(name), node)),
                byName(root.get("operations"), (name, node) -> request(operations.child(name), node)),
                byName(root.get("probes"), (name, node) -> node),
                list(root.get("load"), this::phase),
                list(root.get("objectives"), EnvironmentBinder::objective),
                list(root.get("journeys"), EnvironmentBinder::journey),
                rails(root.get("rails"), targets));
    }

    private Targets targets(JsonNode node) {
        URI http = URI.create(node.get("http").textValue());
        String webSocket = text(node, "websocket");
        String auth = text(node, "auth");
        String trust = text(node, "trust");
        return new Targets(
                http,
                webSocket == null ? null : URI.create(webSocket),
                auth == null ? http : URI.create(auth),
                trust == null ? null : folder.resolve(trust));
    }

    private Identity identity(Pointer at, JsonNode node) {
        if (node.has("token")) {
            return new Identity.StaticToken(secrets.apply(at.child("token")));
        }
        if (node.has("client-credentials")) {
            JsonNode client = node.get("client-credentials");
            return new Identity.ClientCredentials(
                    client.get("path").textValue(),
                    client.get("client-id").textValue(),
                    secrets.apply(at.child("client-credentials").child("client-secret")),
                    client.get("scope").textValue());
        }
        if (node.has("signing-key")) {
            JsonNode key = node.get("signing-key");
            Map<String, Object> claims = JSON.convertValue(key.get("claims"), new TypeReference<>() {});
            return new Identity.SigningKey(
                    secrets.apply(at.child("signing-key").child("key")),
                    key.get("algorithm").textValue(),
                    text(key, "key-id"),
                    Collections.unmodifiableMap(claims),
                    duration(key, "lifetime"));
        }
        return login(at, node);
    }

    private Identity.Login login(Pointer at, JsonNode node) {
        JsonNode login = node.get("login");
        Identity.Locator token = locator(login, "token");
        if (token == null) {
            throw new IllegalStateException("a login without a token's place was not refused");
        }
        return new Identity.Login(
                request(at.child("login"), login),
                token,
                locator(login, "refresh-token"),
                locator(login, "expires-in"),
                accounts(at.child("accounts"), node.get("accounts")),
                node.has("refresh") ? request(at.child("refresh"), node.get("refresh")) : null,
                node.has("logout") ? request(at.child("logout"), node.get("logout")) : null);
    }

    private List<Identity.Account> accounts(Pointer at, JsonNode node) {
        List<Identity.Account> accounts = new ArrayList<>();
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                Secret password = secrets.apply(at.child(i).child("password"));
                accounts.add(new Identity.Account(node.get(i).get("user").textValue(), password));
            }
        } else {
            Secret password = secrets.apply(at.child("password"));
            for (int n = 1; n <= node.get("count").intValue(); n++) {
                String user = node.get("pattern").textValue().replace("{n}", Integer.toString(n));
                accounts.add(new Identity.Account(user, password));
            }
        }
        return List.copyOf(accounts);
    }

    private static Identity.@Nullable Locator locator(JsonNode node, String key) {
        JsonNode locator = node.get(key);
        return locator == null ? null : new Identity.Locator(text(locator, "pointer"), text(locator, "header"));
    }

    private RequestSpec request(Pointer at, JsonNode node) {
        JsonNode body = node.get("body");
        Map<String, String> headers = new LinkedHashMap<>(byName(node.get("headers"), (name, v) -> v.textValue()));
        Map<String, Secret> secretHeaders = new LinkedHashMap<>();
        headers.forEach((name, value) -> {
            if (SecretReference.isIn(value)) {
                secretHeaders.put(name, secrets.apply(at.child("headers").child(name)));
            }
        });
        headers.keySet().removeAll(secretHeaders.keySet());
        return new RequestSpec(
                node.get("method").textValue(),
                node.get("target").textValue(),
                node.get("path").textValue(),
                Collections.unmodifiableMap(headers),
                Collections.unmodifiableMap(secretHeaders),
                body == null ? null : body.isTextual() ? body.textValue() : body.toString(),
                text(node, "identity"),
                expect(node.get("expect")),
                http(node),
                node.path("connections").intValue(),
                node.path("redirects").intValue());
    }

    private static RequestSpec.Http http(JsonNode node) {
        return switch (node.path("http").asText()) {
            case "2" -> RequestSpec.Http.HTTP_2;
            case "auto" -> RequestSpec.Http.NEGOTIATED;
            default -> RequestSpec.Http.HTTP_1_1;
        };
    }

    private static Map<CredentialClass, List<Integer>> expect(JsonNode node) {
        Map<CredentialClass, List<Integer>> expect = new EnumMap<>(CredentialClass.class);
        if (node.isObject()) {
            node.properties()
                    .forEach(entry -> expect.put(
                            CredentialClass.valueOf(entry.getKey().toUpperCase(Locale.ROOT)),
                            statuses(entry.getValue())));
        } else {
            expect.put(CredentialClass.VALID, statuses(node));
        }
        return Collections.unmodifiableMap(expect);
    }

    private static List<Integer> statuses(JsonNode node) {
        return node.isArray() ? list(node, JsonNode::intValue) : List.of(node.intValue());
    }

    private LoadPhase phase(JsonNode node) {
        JsonNode scenario = node.get("scenario");
        return new LoadPhase(
                node.get("name").textValue(),
                scenario.isArray() ? list(scenario, JsonNode::textValue) : List.of(scenario.textValue()),
                shape(node),
                LoadPhase.Spacing.valueOf(node.get("arrivals").textValue().toUpperCase(Locale.ROOT)),
                duration(node, "for"));
    }

    private LoadPhase.Shape shape(JsonNode node) {
        if (node.has("open")) {
            return new LoadPhase.Shape.Open(rate(node, "open"));
        }
        if (node.has("ramp")) {
            return new LoadPhase.Shape.Ramp(rate(node.get("ramp"), "from"), rate(node.get("ramp"), "to"));
        }
        if (node.has("spike")) {
            JsonNode spike = node.get("spike");
            return new LoadPhase.Shape.Spike(
                    rate(spike, "base"), rate(spike, "peak"), duration(spike, "at"), duration(spike, "lasting"));
        }
        if (node.has("replay")) {
            return new LoadPhase.Shape.Replay(replay(node.get("replay").textValue()));
        }
        return new LoadPhase.Shape.Closed(node.get("closed").intValue());
    }

    private List<Duration> replay(String file) {
        try {
            return ReplayFile.read(folder.resolve(file));
        } catch (ReplayFile.Unfit e) {
            throw new IllegalStateException("an unfit replay was not refused", e);
        }
    }

    private static Objective objective(JsonNode node) {
        return new Objective(
                node.get("operation").textValue(),
                text(node, "phase"),
                node.has("quantile") ? node.get("quantile").doubleValue() : null,
                node.has("at-most") ? duration(node, "at-most").toNanos() / 1e9 : null,
                node.has("error-ratio") ? node.get("error-ratio").doubleValue() : null);
    }

    private static Journey journey(JsonNode node) {
        return new Journey(
                node.get("name").textValue(), list(node.get("steps"), JsonNode::textValue), text(node, "value"));
    }

    private static Rails rails(JsonNode node, Targets targets) {
        List<URI> allowed = new ArrayList<>(targets.all());
        if (node.has("allow")) {
            node.get("allow").forEach(origin -> allowed.add(URI.create(origin.textValue())));
        }
        return new Rails(
                AllowList.of(allowed),
                node.get("max-requests").longValue(),
                rate(node, "max-rate"),
                node.get("max-connections").intValue(),
                duration(node, "connect-timeout"),
                duration(node, "answer-timeout"));
    }

    private static @Nullable String text(JsonNode node, String key) {
        JsonNode value = node.get(key);
        return value == null ? null : value.textValue();
    }

    private static Duration duration(JsonNode node, String key) {
        return DurationText.parse(node.get(key).textValue()).orElseThrow();
    }

    private static double rate(JsonNode node, String key) {
        return Rate.parse(node.get(key).textValue()).orElseThrow().perSecond();
    }

    private static <T> List<T> list(JsonNode node, Function<JsonNode, T> element) {
        List<T> list = new ArrayList<>();
        node.forEach(item -> list.add(element.apply(item)));
        return List.copyOf(list);
    }

    /** A map in the contract's order. */
    private static <T> Map<String, T> byName(JsonNode node, BiFunction<String, JsonNode, T> value) {
        Map<String, T> byName = new LinkedHashMap<>();
        node.properties().forEach(entry -> byName.put(entry.getKey(), value.apply(entry.getKey(), entry.getValue())));
        return Collections.unmodifiableMap(byName);
    }
}
