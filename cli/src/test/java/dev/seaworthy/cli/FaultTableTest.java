package dev.seaworthy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seaworthy.twin.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every fault of the twin turns a check red that is green without it, through the command line. */
class FaultTableTest {
    private static final String TABLE = """
            subprotocol-transform, ws.subprotocol.selected
            subprotocol-echo, ws.subprotocol.no-credential-echo
            subprotocol-silent, ws.subprotocol.selected
            close-before-accept, ws.handshake
            ws-unauthenticated, ws.auth.required
            bypass-header, auth.bypass.absent
            expired-accepted, auth.token.expired-refused
            logout-ignored, auth.logout.revokes
            canned-agents, agents.execute
            failures-as-200, agents.failures-honest
            event-missing, ws.flow
            event-foreign, ws.flow
            health-cached, health.fresh
            dependency-down, health.ready
            signature-unchecked, auth.token.signature-checked
            garbage-accepted, auth.token.garbage-refused
            refresh-reuse, auth.refresh.rotates
            restarting, health.build
            discovery-empty, agents.discovered
            ws-no-pong, ws.ping
            ws-drops-idle, ws.sockets.held
            limit-racy, rate-limit.leak
            login-broken, auth.login.works
            profile-open, auth.token.required
            """;

    /**
     * Shown by the probe's own tests: an examination of a limiter takes half a minute, and the auth probe refutes a claim of
     * its catalogue with each of the others.
     */
    private static final Set<String> SHOWN_BY_THE_PROBE_ITSELF = Set.of(
            "signature-optional",
            "none-accepted",
            "key-confused",
            "algorithm-unknown",
            "secret-weak",
            "kid-path",
            "jwk-trusted",
            "x5c-trusted",
            "jku-trusted",
            "jku-fetched",
            "retired-key-trusted",
            "nbf-ignored",
            "exp-optional",
            "exp-lax",
            "iat-ignored",
            "tokens-long-lived",
            "iss-unchecked",
            "aud-unchecked",
            "sub-optional",
            "scope-unchecked",
            "refresh-as-access",
            "duplicates-taken",
            "crit-ignored",
            "padding-accepted",
            "large-token-breaks",
            "token-in-query",
            "first-credential-taken",
            "scheme-case",
            "challenge-missing",
            "refusal-talkative",
            "malformed-breaks",
            "ws-expired-accepted",
            "ws-forged-accepted",
            "ws-carriers-differ",
            "ws-token-in-query",
            "ws-any-origin",
            "ws-channels-open",
            "ws-outlives-logout",
            "ws-outlives-expiry",
            "ws-selects-unknown",
            "minting-open",
            "revocation-fails-open",
            "revocation-stays-open",
            "expiry-fails-open",
            "signature-fails-open",
            "valid-refused-under-load",
            "cross-talk",
            "bypass-unlimited",
            "path-variant-open",
            "threads-shared",
            "thread-existence",
            "thread-lists-shared",
            "thread-writes-shared",
            "admin-open",
            "mass-assignment",
            "limiter-unmounted",
            "limit-halved",
            "limit-shared",
            "limit-by-forwarded",
            "limit-locks",
            "limit-opens",
            "retry-after-early",
            "oidc-issuer-slash",
            "oidc-issuer-follows-host",
            "oidc-keys-private",
            "oidc-keys-alike",
            "oidc-implicit-advertised",
            "oidc-pkce-optional",
            "oidc-pkce-plain",
            "oidc-verifier-ignored",
            "oidc-redirect-prefix",
            "oidc-state-dropped",
            "oidc-tokens-cacheable",
            "oidc-code-twice",
            "oidc-code-racy",
            "oidc-reuse-spares",
            "oidc-code-any-client",
            "oidc-secret-ignored",
            "oidc-secret-in-query",
            "oidc-introspection-open",
            "oidc-revocation-open",
            "oidc-nonce-dropped",
            "oidc-callback-stateless",
            "oidc-callback-issuer",
            "oidc-callback-echo",
            "oidc-external-stateless",
            "refresh-cached",
            "refresh-family-lives",
            "refresh-by-access",
            "refresh-widens",
            "refresh-racy",
            "refresh-outlives-logout",
            "refresh-slides",
            "issuer-clock-fast",
            "leeway-uneven",
            "not-before-early",
            "revocation-slow",
            "logout-ends-all",
            "revocation-by-scheme",
            "logout-by-get",
            "cookie-readable",
            "cookie-dropped",
            "session-fixed",
            "session-counted",
            "csrf-unchecked",
            "token-in-url",
            "login-unthrottled",
            "throttle-racy",
            "throttle-locks",
            "throttle-by-address",
            "login-tells",
            "login-together",
            "cors-missing",
            "cors-unvaried",
            "cors-prefix",
            "cors-reflects",
            "cors-null",
            "cors-plain",
            "cors-wildcard",
            "preflight-guarded",
            "cors-test-header",
            "cors-missing-on-errors",
            "nosniff-missing",
            "content-type-missing",
            "cacheable",
            "version-told",
            "trace-on",
            "any-method",
            "page-without-policy",
            "page-framed",
            "page-opened",
            "page-refers",
            "tls-old-versions",
            "tls-static-rsa",
            "tls-self-signed",
            "tls-chain-cut",
            "tls-expired",
            "tls-last-days",
            "tls-renewal-due",
            "tls-other-name",
            "tls-short-key",
            "tls-changing-certificate",
            "hsts-missing",
            "plain-http-served");

    @TempDir
    private Path runs;

    @ParameterizedTest
    @CsvSource(textBlock = TABLE)
    void turns_its_check_red(String fault, String check) throws IOException {
        assertThat(verdicts(fault, check)).containsEntry(check, "FAIL");
    }

    @Test
    void without_a_fault_every_check_of_the_table_is_green() throws IOException {
        String[] checks = TABLE.lines()
                .map(line -> line.split(", ")[1].strip())
                .distinct()
                .toArray(String[]::new);
        assertThat(verdicts("", checks))
                .hasSize(checks.length)
                .allSatisfy((check, verdict) -> assertThat(verdict).as(check).isEqualTo("PASS"));
    }

    @Test
    void the_table_is_complete() {
        TreeSet<String> faults = new TreeSet<>();
        for (Fault fault : Fault.values()) {
            faults.add(fault.id());
        }
        // Slowness refutes objectives under load, not checks.
        faults.remove("slow");
        assertThat(faults).containsAll(SHOWN_BY_THE_PROBE_ITSELF);
        faults.removeAll(SHOWN_BY_THE_PROBE_ITSELF);
        assertThat(TABLE.lines().map(line -> line.split(",")[0].strip())).containsExactlyInAnyOrderElementsOf(faults);
    }

    private Map<String, String> verdicts(String fault, String... checks) throws IOException {
        TestConsole console = new TestConsole();
        String[] head = fault.isEmpty()
                ? new String[] {"check", "--json", "--out", runs.toString()}
                : new String[] {"check", "--json", "--out", runs.toString(), "--fault", fault};
        String[] arguments = new String[head.length + checks.length];
        System.arraycopy(head, 0, arguments, 0, head.length);
        System.arraycopy(checks, 0, arguments, head.length, checks.length);
        int exit = Main.run(console.console(), arguments);
        assertThat(exit).as(console.err()).isNotEqualTo(ExitCode.ERROR);
        JsonNode report = new ObjectMapper().readTree(console.out());
        Map<String, String> verdicts = new TreeMap<>();
        report.get("checks")
                .forEach(row ->
                        verdicts.put(row.get("id").asText(), row.get("verdict").asText()));
        return verdicts;
    }
}
