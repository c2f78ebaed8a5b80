package dev.seaworthy.auth.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seaworthy.auth.settings.AuthSettings;
import dev.seaworthy.config.Environment;
import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A protected operation of the contract, without its credential.
 *
 * @param name its name in the contract
 * @param bare the request without a credential
 */
public record Route(String name, RequestSpec spec, HttpRequest bare) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Integer> USUAL_REFUSALS = List.of(401, 403);
    private static final Set<String> SAFE = Set.of("GET", "HEAD");

    /** The routes that the settings name; without a name, every protected operation of the identity that only reads. */
    public static List<Route> of(Environment environment, AuthSettings settings, Map<String, String> values) {
        List<Route> routes = new ArrayList<>();
        environment.operations().forEach((name, spec) -> {
            boolean ours = spec.isProtected() && settings.identity().equals(spec.identity());
            boolean wanted = settings.routes().isEmpty()
                    ? SAFE.contains(spec.method())
                    : settings.routes().contains(name);
            if (ours && wanted) {
                routes.add(new Route(name, spec, SignIn.filled(spec, environment.targets(), values)));
            }
        });
        return List.copyOf(routes);
    }

    /** What an answer says about a credential of this kind. */
    public Reading read(HttpAnswer answer, CredentialClass kind) {
        if (!answer.outcome().answered()) {
            return Reading.UNANSWERED;
        }
        int status = answer.status();
        if (accepts(status)) {
            return Reading.ACCEPTED;
        }
        if (refusals(kind).contains(status)) {
            return Reading.REFUSED;
        }
        if (status == 429
                || (status == 503 && answer.headers().first("Retry-After").isPresent())) {
            return Reading.SHED;
        }
        return status >= 500 ? Reading.BROKEN : Reading.UNCLEAR;
    }

    public boolean accepts(int status) {
        return spec.expect().getOrDefault(CredentialClass.VALID, List.of(200)).contains(status);
    }

    /** The statuses that refuse a credential of this kind: the contract's, or else those for no credential. */
    public List<Integer> refusals(CredentialClass kind) {
        if (kind == CredentialClass.VALID) {
            return USUAL_REFUSALS;
        }
        List<Integer> none = spec.expect().getOrDefault(CredentialClass.NONE, USUAL_REFUSALS);
        return spec.expect().getOrDefault(kind, none);
    }

    /** What the contract says of this kind, and how to declare a client error that refuses too; or empty text. */
    public String expected(CredentialClass kind, HttpAnswer answer) {
        if (kind == CredentialClass.VALID || accepts(answer.status())) {
            return "";
        }
        String where = "expect." + kind.name().toLowerCase(Locale.ROOT);
        return " where " + where + " is " + refusals(kind)
                + (answer.status() < 500 ? "; if that refuses it, too, add it there" : "");
    }

    /** Why an answer to a credential of this kind is not what it should be, in one clause. */
    public String doubt(CredentialClass kind, String what, Reading reading, HttpAnswer answer) {
        String status = "status " + answer.status();
        return this
                + switch (reading) {
                    case ACCEPTED -> " accepts " + what + ", so it does not discriminate";
                    case REFUSED -> " refused " + what + " (" + status + ")";
                    case SHED -> " shed " + what + " for load (" + status + ")";
                    case BROKEN -> " broke over " + what + " (" + status + "): neither accepted nor refused";
                    case UNANSWERED ->
                        " did not answer " + what + " (" + answer.outcome() + ": " + answer.detail() + ")";
                    case UNCLEAR -> " answered " + what + " unclearly (" + status + expected(kind, answer) + ")";
                };
    }

    /**
     * The form of a document, so that a login page with status 200 is told from the resource: content type, and the names
     * of a JSON object's members.
     */
    public static String shape(HttpAnswer answer) {
        String type = answer.headers().first("Content-Type").orElse("");
        try {
            JsonNode node = JSON.readTree(answer.body());
            Set<String> names = new TreeSet<>();
            node.fieldNames().forEachRemaining(names::add);
            return type + " " + node.getNodeType() + " " + names;
        } catch (IOException e) {
            return type;
        }
    }

    @Override
    public String toString() {
        return spec.method() + " " + spec.path();
    }
}
