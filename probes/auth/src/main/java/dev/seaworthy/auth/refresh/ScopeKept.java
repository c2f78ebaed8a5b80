package dev.seaworthy.auth.refresh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.bench.SignIn;
import dev.seaworthy.auth.forge.CompactToken;
import dev.seaworthy.config.Identity.Locator;
import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A renewal gives no right that the login did not give. */
final class ScopeKept implements AuthCheck {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.refresh.scope",
                                "A renewal that asks for a wider scope does not get it",
                                Severity.HIGH,
                                "RFC 6749 section 6"),
                        "A login, and a renewal whose body also has scope: probes.auth.sessions.wider-scope.",
                        "A refusal, or tokens whose scope, in the answer or in the access token, does not hold the wider one.",
                        "PASS: rights do not grow by renewing, as far as the answer says. Whether operations heed the scope is not"
                                + " tried.",
                        "The answer or the new access token names the wider scope.",
                        "curl -i -H 'Content-Type: application/json' -d \"{\\\"refresh_token\\\": \\\"$TOKEN\\\", \\\"scope\\\":"
                                + " \\\"admin\\\"}\" https://HOST/auth/refresh")
                .with(new Footprint(SafetyClass.OWN_SESSIONS, 2, "one session of a test user"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        Optional<Renewal> renewal = Renewal.of(bench);
        if (renewal.isEmpty()) {
            return Renewal.missing(bench, claim);
        }
        String wider = renewal.get().policy().widerScope();
        if (wider == null) {
            return Finding.skipped(
                    claim, "not in the contract: probes.auth.sessions.wider-scope, a scope that the test user lacks");
        }
        Optional<RequestSpec> asking = asking(renewal.get().refresh(), wider);
        if (asking.isEmpty()) {
            return Finding.skipped(
                    claim, "does not apply: the renewal is neither a form nor a JSON object, so no scope fits in");
        }
        Credential session = bench.obtain(0);
        Course course = new Course(bench, claim).after(session.exchanges());
        if (session.refreshToken().isEmpty()) {
            return course.unproven("the login gives no refresh token where the contract says it is");
        }
        SignIn.Attempt asked = new Renewal(bench, renewal.get().login(), asking.get()).renew(course, session);
        if (asked.isRefusal()) {
            SignIn.Attempt control = renewal.get().renew(course, session);
            return control.credential().isPresent()
                    ? course.pass("the renewal with a wider scope was refused, and one without worked")
                    : course.unproven("control lost: a renewal without a scope " + control.problem());
        }
        if (asked.credential().isEmpty()) {
            return course.unproven("the renewal with a wider scope " + asked.problem());
        }
        Optional<List<String>> granted =
                granted(asked.answer().body(), asked.credential().get().token().reveal());
        if (granted.isEmpty()) {
            return course.unproven("neither the answer nor the token says which scope was granted");
        }
        return granted.get().contains(wider)
                ? course.fail("the renewal grants the scope " + wider + ", which it only asked for")
                : course.pass("the wider scope was ignored: granted is " + String.join(" ", granted.get()));
    }

    /** The renewal with one more field. */
    private static Optional<RequestSpec> asking(RequestSpec refresh, String scope) {
        String body = refresh.body() == null ? "" : refresh.body();
        boolean form = refresh.headers().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("Content-Type"))
                .anyMatch(header -> header.getValue().toLowerCase(Locale.ROOT).contains("x-www-form-urlencoded"));
        if (form) {
            return Optional.of(refresh.withBody(body + "&scope=" + URLEncoder.encode(scope, StandardCharsets.UTF_8)));
        }
        try {
            JsonNode tree = JSON.readTree(body);
            return tree instanceof ObjectNode object
                    ? Optional.of(refresh.withBody(object.put("scope", scope).toString()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<List<String>> granted(byte[] body, String token) {
        return SignIn.value(new Locator("/scope", null), body)
                .or(() -> CompactToken.parse(token)
                        .flatMap(parsed -> parsed.claim("scope").or(() -> parsed.claim("scp")))
                        .map(ScopeKept::text))
                .map(text -> List.of(text.strip().split("[ ,]+")));
    }

    private static String text(JsonNode scope) {
        StringBuilder joined = new StringBuilder();
        scope.forEach(item -> joined.append(item.asText()).append(' '));
        return scope.isArray() ? joined.toString() : scope.asText();
    }
}
