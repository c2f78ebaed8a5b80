package dev.seaworthy.auth.oidc;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.settings.OidcSettings;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who a client is, and who may ask about tokens. */
final class ClientChecks {
    private static final String LEAVES = "one sign-in at the provider, ended again at the end of the run";

    static final List<AuthCheck> ALL = List.of(
            new OidcCheck(
                    new CheckCard(
                                    new Claim(
                                            "auth.oidc.client.authenticated",
                                            "A confidential client gets no tokens with a wrong secret or without one",
                                            Severity.HIGH,
                                            "RFC 6749 sections 2.3 and 3.2.1; OWASP ASVS 5.0 10.4.10"),
                                    "Three codes: one traded with a random secret, one without a secret, one rightly.",
                                    "The first two are refused, the third is accepted.",
                                    "PASS: the token endpoint looks at the secret. Guessing it is not tried.",
                                    "Tokens for a wrong secret or for none.",
                                    "curl -i -u ID:wrong -d 'grant_type=authorization_code&..' https://HOST/token    # 401")
                            .with(new Footprint(SafetyClass.OWN_SESSIONS, 10, LEAVES)),
                    ClientChecks::authenticated),
            new OidcCheck(
                    new CheckCard(
                                    new Claim(
                                            "auth.oidc.client.secret-not-in-query",
                                            "A client's secret in the query of a request is not accepted",
                                            Severity.MEDIUM,
                                            "RFC 6749 section 2.3.1; OWASP ASVS 5.0 14.2.1"),
                                    "Two codes: one traded with id and secret in the query, one rightly.",
                                    "A refusal, then tokens.",
                                    "PASS: no client can be set up in a way that writes its secret into access logs.",
                                    "Tokens for a secret in the query.",
                                    "curl -i -d 'grant_type=authorization_code&..'"
                                            + " \"https://HOST/token?client_id=ID&client_secret=$TOKEN\"    # 401")
                            .with(new Footprint(SafetyClass.OWN_SESSIONS, 8, LEAVES)),
                    ClientChecks::notInQuery),
            new OidcCheck(
                    new CheckCard(
                                    new Claim(
                                            "auth.oidc.introspection.guarded",
                                            "Tokens are introspected for authenticated clients only",
                                            Severity.HIGH,
                                            "RFC 7662 section 2.1; OWASP ASVS 5.0 10.4.10"),
                                    "A good token to the introspection endpoint without authentication, and with it.",
                                    "A refusal, or no more than inactive; then active.",
                                    "PASS: a stranger cannot tell a good token from a bad one here.",
                                    "A stranger is told that the token is active.",
                                    "curl -i -d \"token=$TOKEN\" https://HOST/introspect    # 401")
                            .with(new Footprint(SafetyClass.OWN_SESSIONS, 8, LEAVES)),
                    ClientChecks::introspection),
            new OidcCheck(
                    new CheckCard(
                                    new Claim(
                                            "auth.oidc.revocation.guarded",
                                            "Tokens are revoked for their authenticated client only",
                                            Severity.HIGH,
                                            "RFC 7009 section 2.1; OWASP ASVS 5.0 10.4.10"),
                                    "A good token to the revocation endpoint without authentication, to userinfo, to revocation"
                                            + " with authentication, and to userinfo again.",
                                    "The token survives the first and not the second.",
                                    "PASS: a stranger cannot end a session with a token that was seen somewhere.",
                                    "The token is dead after a stranger's request.",
                                    "curl -i -d \"token=$TOKEN\" https://HOST/revoke    # 401")
                            .with(new Footprint(SafetyClass.ENDS_OWN_SESSIONS, 9, LEAVES)),
                    ClientChecks::revocation));

    private ClientChecks() {}

    private static Secret secret(Provider provider) throws Halt, InterruptedException {
        OidcSettings.Client client = provider.client();
        Secret secret = client.clientSecret();
        if (secret == null) {
            throw new Halt(Finding.skipped(provider.claim(), "does not apply: a public client has no secret"));
        }
        provider.discovery();
        return secret;
    }

    private static Finding authenticated(Provider provider) throws Halt, InterruptedException {
        secret(provider);
        TokenEndpoint tokens = new TokenEndpoint(provider);
        Provider.Coded first = provider.code();
        TokenEndpoint.Traded wrong = tokens.send(tokens.authenticated(
                "token_endpoint",
                first.client(),
                provider.keep(Provider.random()),
                TokenEndpoint.fields(first, first.asked().verifier())));
        if (wrong.isAccepted()) {
            return provider.course().fail("a code is traded with a random secret");
        }
        Provider.Coded second = provider.code();
        TokenEndpoint.Traded none = tokens.send(tokens.authenticated(
                "token_endpoint",
                second.client(),
                null,
                TokenEndpoint.fields(second, second.asked().verifier())));
        if (none.isAccepted()) {
            return provider.course().fail("a code is traded without the client's secret");
        }
        if (!wrong.isRefused() || !none.isRefused()) {
            return provider.course()
                    .unproven("a wrong secret was neither accepted nor refused: " + (wrong.isRefused() ? none : wrong));
        }
        return control(provider, tokens, "a wrong secret and none are refused, and the right one gives tokens");
    }

    private static Finding notInQuery(Provider provider) throws Halt, InterruptedException {
        Secret secret = secret(provider);
        TokenEndpoint tokens = new TokenEndpoint(provider);
        Provider.Coded coded = provider.code();
        String endpoint = provider.endpoint("token_endpoint");
        String query = (endpoint.contains("?") ? "&" : "?") + "client_id="
                + TokenEndpoint.encoded(coded.client().clientId()) + "&client_secret="
                + TokenEndpoint.encoded(secret.reveal());
        TokenEndpoint.Traded traded = tokens.send(provider.form(
                endpoint + query, TokenEndpoint.fields(coded, coded.asked().verifier())));
        if (traded.isAccepted()) {
            return provider.course().fail("the client's secret is accepted in the query, which access logs keep");
        }
        if (!traded.isRefused()) {
            return provider.course().unproven("the secret in the query was neither accepted nor refused: " + traded);
        }
        return control(provider, tokens, "the secret is refused in the query, and accepted in its place");
    }

    private static Finding control(Provider provider, TokenEndpoint tokens, String reason)
            throws Halt, InterruptedException {
        TokenEndpoint.Traded right = tokens.trade(provider.code());
        return right.isAccepted()
                ? provider.course().pass(reason)
                : provider.course().unproven("control lost: a right trade gives no tokens: " + right);
    }

    private static Finding introspection(Provider provider) throws Halt, InterruptedException {
        Secret secret = secret(provider);
        String endpoint = provider.endpoint("introspection_endpoint");
        TokenEndpoint tokens = new TokenEndpoint(provider);
        Provider.Coded coded = provider.plainTrade().coded();
        TokenEndpoint.Traded traded = provider.plainTrade().traded();
        Map<String, String> fields = Map.of("token", traded.accessToken());
        HttpAnswer stranger = provider.send(provider.form(endpoint, fields));
        if (active(stranger)) {
            return provider.course().fail("a stranger is told that a token is active, and whose it is");
        }
        int status = stranger.status();
        boolean refused =
                stranger.outcome().answered() && (status == 200 || status >= 400 && status < 500) && status != 429;
        if (!refused) {
            return provider.course()
                    .unproven("a stranger is neither told nor refused: "
                            + stranger.exchange().summary());
        }
        HttpAnswer known =
                provider.send(tokens.authenticated("introspection_endpoint", coded.client(), secret, fields));
        return active(known)
                ? provider.course()
                        .pass("an authenticated client is told that the token is active, and a stranger is not")
                : provider.course()
                        .unproven("control lost: an authenticated client is not told either: "
                                + known.exchange().summary());
    }

    private static boolean active(HttpAnswer answer) {
        return answer.is(200) && Provider.json(answer).path("active").asBoolean();
    }

    private static Finding revocation(Provider provider) throws Halt, InterruptedException {
        Secret secret = secret(provider);
        String endpoint = provider.endpoint("revocation_endpoint");
        TokenEndpoint tokens = new TokenEndpoint(provider);
        Provider.Coded coded = provider.code();
        String token = CodeChecks.accepted(provider, tokens.trade(coded)).accessToken();
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("token", token);
        HttpRequest bare = provider.form(endpoint, fields);
        HttpAnswer stranger = provider.send(bare);
        TokenEndpoint.Alive after = tokens.userInfo(token);
        if (after == TokenEndpoint.Alive.NO && stranger.status() / 100 == 2) {
            return provider.course().fail("a stranger's request revokes a token");
        }
        if (after != TokenEndpoint.Alive.YES) {
            return provider.course()
                    .unproven("after a stranger's request the token was not seen to be good: "
                            + provider.course().lastSummary());
        }
        provider.send(tokens.authenticated("revocation_endpoint", coded.client(), secret, fields));
        return tokens.userInfo(token) == TokenEndpoint.Alive.NO
                ? provider.course().pass("a token survives a stranger's revocation, and ends by its client's")
                : provider.course()
                        .unproven(
                                "control lost: an authenticated revocation does not end the token at userinfo, so that"
                                        + " its survival says nothing");
    }
}
