package dev.seaworthy.auth;

import dev.seaworthy.auth.settings.AuthSettings;
import dev.seaworthy.config.ProbeFactory;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.testkit.ProbeContract;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

class AuthProbeTest extends ProbeContract<AuthSettings> {
    /** These are tried with every check; a fault of one family only with the checks of that family. */
    private static final Set<String> TRIED_WITH_EVERYTHING =
            Set.of("login-broken", "profile-open", "signature-unchecked", "bypass-header", "dependency-down");

    @Override
    protected boolean concerns(String fault, CheckCard card) {
        return TRIED_WITH_EVERYTHING.contains(fault)
                || faults().getOrDefault(fault, Set.of()).isEmpty()
                || faults().getOrDefault(fault, Set.of()).stream()
                        .anyMatch(claim -> family(claim).equals(family(card.id())));
    }

    private static String family(String claim) {
        return claim.substring(0, claim.indexOf('.', claim.indexOf('.') + 1));
    }

    @Override
    protected ProbeFactory<AuthSettings> factory() {
        return new AuthProbeFactory();
    }

    /** The common twin speaks plain HTTP; TLS is shown on one of its own, by TlsTwinTest. */
    @Override
    protected Map<String, String> skippedOnTheHealthyTwin() {
        Map<String, String> skipped = new TreeMap<>(Map.of(
                "auth.refresh.repeatable", "it has no grace",
                "auth.login.enumeration-time", "it throttles sooner",
                "auth.login.spraying", "it has few accounts",
                "auth.isolation.tenants", "the twin has one tenant",
                "auth.ws.origin-cookie", "no cookie opens a WebSocket there",
                "auth.ws.first-message", "no token travels in a first message there",
                "auth.ws.plaintext", "the twin speaks no TLS"));
        factory().catalogue().stream()
                .map(CheckCard::id)
                .filter(id -> id.startsWith("auth.tls.") || id.startsWith("auth.http."))
                .forEach(id -> skipped.put(id, "no target is https"));
        return skipped;
    }

    @Override
    protected Map<String, Set<String>> faults() {
        return Map.ofEntries(
                Map.entry("login-broken", Set.of("auth.login.works")),
                Map.entry("profile-open", Set.of("auth.token.required")),
                Map.entry("oidc-issuer-slash", Set.of("auth.oidc.discovery")),
                Map.entry("oidc-issuer-follows-host", Set.of("auth.oidc.issuer.fixed")),
                Map.entry("oidc-keys-private", Set.of("auth.oidc.keys.public")),
                Map.entry("oidc-keys-alike", Set.of("auth.oidc.keys.sound")),
                Map.entry("oidc-implicit-advertised", Set.of("auth.oidc.surface")),
                Map.entry("oidc-pkce-optional", Set.of("auth.oidc.pkce.required")),
                Map.entry("oidc-pkce-plain", Set.of("auth.oidc.pkce.plain-refused")),
                Map.entry("oidc-verifier-ignored", Set.of("auth.oidc.pkce.bound")),
                Map.entry("oidc-redirect-prefix", Set.of("auth.oidc.redirect.exact")),
                Map.entry("oidc-state-dropped", Set.of("auth.oidc.response.bound")),
                Map.entry("oidc-tokens-cacheable", Set.of("auth.oidc.tokens.uncached")),
                Map.entry("oidc-code-twice", Set.of("auth.oidc.code.once", "auth.oidc.code.race")),
                Map.entry("oidc-code-racy", Set.of("auth.oidc.code.race")),
                Map.entry("oidc-reuse-spares", Set.of("auth.oidc.code.reuse-revokes")),
                Map.entry("oidc-code-any-client", Set.of("auth.oidc.code.client-bound")),
                Map.entry("oidc-secret-ignored", Set.of("auth.oidc.client.authenticated")),
                Map.entry("oidc-secret-in-query", Set.of("auth.oidc.client.secret-not-in-query")),
                Map.entry("oidc-introspection-open", Set.of("auth.oidc.introspection.guarded")),
                Map.entry("oidc-revocation-open", Set.of("auth.oidc.revocation.guarded")),
                Map.entry("oidc-nonce-dropped", Set.of("auth.oidc.id-token.bound")),
                Map.entry("oidc-callback-stateless", Set.of("auth.oidc.callback.state-bound")),
                Map.entry("oidc-callback-issuer", Set.of("auth.oidc.callback.issuer-bound")),
                Map.entry("oidc-callback-echo", Set.of("auth.oidc.callback.error-escaped")),
                Map.entry("oidc-external-stateless", Set.of("auth.oidc.external.bound")),
                Map.entry("garbage-accepted", Set.of("auth.token.garbage-refused", "auth.jwt.malformed-survived")),
                Map.entry("expired-accepted", Set.of("auth.token.expired-refused", "auth.expiry.leeway")),
                Map.entry(
                        "signature-unchecked",
                        Set.of(
                                "auth.token.tampered-refused",
                                "auth.token.signature-checked",
                                "auth.jwt.unsigned",
                                "auth.jwt.algorithm",
                                "auth.jwt.key-id",
                                "auth.jwt.embedded-jwk",
                                "auth.jwt.embedded-certificate",
                                "auth.jwt.key-confusion",
                                "auth.jwt.key-address",
                                "auth.jwt.retired-key",
                                "auth.jwt.critical-header",
                                "auth.jwt.encoding",
                                "auth.jwt.malformed-survived",
                                "auth.ws.forged",
                                "auth.refresh.kind")),
                Map.entry("refresh-reuse", Set.of("auth.refresh.rotates", "auth.refresh.race")),
                Map.entry(
                        "logout-ignored",
                        Set.of("auth.logout.revokes", "auth.logout.propagation", "auth.cleanup.complete")),
                Map.entry("refresh-cached", Set.of("auth.refresh.works")),
                Map.entry("refresh-family-lives", Set.of("auth.refresh.family-revoked")),
                Map.entry("refresh-by-access", Set.of("auth.refresh.kind")),
                Map.entry("refresh-widens", Set.of("auth.refresh.scope")),
                Map.entry("refresh-racy", Set.of("auth.refresh.race")),
                Map.entry("refresh-outlives-logout", Set.of("auth.refresh.after-logout")),
                Map.entry("refresh-slides", Set.of("auth.refresh.absolute-end")),
                Map.entry("issuer-clock-fast", Set.of("auth.clock.agree")),
                Map.entry("leeway-uneven", Set.of("auth.expiry.routes-agree")),
                Map.entry("not-before-early", Set.of("auth.expiry.not-before")),
                Map.entry("revocation-slow", Set.of("auth.logout.propagation")),
                Map.entry("logout-ends-all", Set.of("auth.logout.ends-one")),
                Map.entry("revocation-by-scheme", Set.of("auth.logout.respelled")),
                Map.entry("logout-by-get", Set.of("auth.logout.method")),
                Map.entry("cookie-readable", Set.of("auth.session.cookie-flags")),
                Map.entry("cookie-dropped", Set.of("auth.session.cookie-kept")),
                Map.entry("session-fixed", Set.of("auth.session.fixation")),
                Map.entry("session-counted", Set.of("auth.session.ids-unguessable")),
                Map.entry("csrf-unchecked", Set.of("auth.session.cross-site")),
                Map.entry("token-in-url", Set.of("auth.session.token-in-url")),
                Map.entry("login-unthrottled", Set.of("auth.login.throttled", "auth.login.throttled-together")),
                Map.entry("throttle-racy", Set.of("auth.login.throttled-together")),
                Map.entry("throttle-locks", Set.of("auth.login.lockout")),
                Map.entry("throttle-by-address", Set.of("auth.login.throttle-bypass")),
                Map.entry("login-tells", Set.of("auth.login.enumeration")),
                Map.entry("login-together", Set.of("auth.login.together")),
                Map.entry("bypass-header", Set.of("auth.bypass.absent", "auth.bypass.test-credential")),
                Map.entry(
                        "bypass-unlimited",
                        Set.of("auth.bypass.absent", "auth.bypass.test-credential", "auth.bypass.guards")),
                Map.entry("minting-open", Set.of("auth.bypass.minting")),
                Map.entry("path-variant-open", Set.of("auth.bypass.variants")),
                Map.entry("threads-shared", Set.of("auth.isolation.objects")),
                Map.entry("thread-existence", Set.of("auth.isolation.existence")),
                Map.entry("thread-lists-shared", Set.of("auth.isolation.lists")),
                Map.entry("thread-writes-shared", Set.of("auth.isolation.writes")),
                Map.entry("admin-open", Set.of("auth.isolation.functions")),
                Map.entry("mass-assignment", Set.of("auth.isolation.fields")),
                Map.entry("ws-expired-accepted", Set.of("auth.ws.expired")),
                Map.entry("ws-forged-accepted", Set.of("auth.ws.forged")),
                Map.entry("ws-carriers-differ", Set.of("auth.ws.carriers-agree")),
                Map.entry("ws-token-in-query", Set.of("auth.ws.query-token")),
                Map.entry("ws-any-origin", Set.of("auth.ws.origin")),
                Map.entry("ws-channels-open", Set.of("auth.ws.channels")),
                Map.entry("ws-outlives-logout", Set.of("auth.ws.logout-while-open")),
                Map.entry("ws-outlives-expiry", Set.of("auth.ws.expiry-while-open")),
                Map.entry("ws-selects-unknown", Set.of("auth.ws.negotiation")),
                Map.entry("cors-missing", Set.of("auth.cors.allowed-origins")),
                Map.entry("cors-unvaried", Set.of("auth.cors.varies")),
                Map.entry("cors-prefix", Set.of("auth.cors.foreign-origins-refused")),
                Map.entry(
                        "cors-reflects",
                        Set.of("auth.cors.foreign-origins-refused", "auth.cors.foreign-credentials-refused")),
                Map.entry(
                        "cors-null", Set.of("auth.cors.foreign-origins-refused", "auth.cors.null-credentials-refused")),
                Map.entry("cors-plain", Set.of("auth.cors.near-origins-refused")),
                Map.entry("cors-wildcard", Set.of("auth.cors.no-wildcard")),
                Map.entry("preflight-guarded", Set.of("auth.cors.preflight")),
                Map.entry("cors-test-header", Set.of("auth.cors.no-test-headers")),
                Map.entry("cors-missing-on-errors", Set.of("auth.cors.errors-too")),
                Map.entry("nosniff-missing", Set.of("auth.headers.nosniff")),
                Map.entry("content-type-missing", Set.of("auth.headers.content-type")),
                Map.entry("cacheable", Set.of("auth.headers.not-cached")),
                Map.entry("version-told", Set.of("auth.headers.no-version")),
                Map.entry("trace-on", Set.of("auth.headers.trace-off")),
                Map.entry("any-method", Set.of("auth.headers.methods")),
                Map.entry("page-without-policy", Set.of("auth.headers.content-policy")),
                Map.entry("page-framed", Set.of("auth.headers.framing")),
                Map.entry("page-opened", Set.of("auth.headers.opener")),
                Map.entry("page-refers", Set.of("auth.headers.referrer")),
                Map.entry("dependency-down", Set.of()),
                Map.entry("restarting", Set.of()),
                Map.entry("signature-optional", Set.of("auth.token.signature-checked")),
                Map.entry("none-accepted", Set.of("auth.jwt.unsigned", "auth.jwt.malformed-survived")),
                Map.entry("key-confused", Set.of("auth.jwt.key-confusion")),
                Map.entry(
                        "algorithm-unknown",
                        Set.of("auth.jwt.algorithm", "auth.jwt.embedded-jwk", "auth.jwt.key-confusion")),
                Map.entry("secret-weak", Set.of("auth.jwt.secret-unguessable")),
                Map.entry("kid-path", Set.of("auth.jwt.key-id")),
                Map.entry("jwk-trusted", Set.of("auth.jwt.embedded-jwk")),
                Map.entry("x5c-trusted", Set.of("auth.jwt.embedded-certificate")),
                Map.entry("jku-trusted", Set.of("auth.jwt.key-address", "auth.jwt.key-address-unvisited")),
                Map.entry("jku-fetched", Set.of("auth.jwt.key-address-unvisited")),
                Map.entry("retired-key-trusted", Set.of("auth.jwt.retired-key")),
                Map.entry("nbf-ignored", Set.of("auth.jwt.not-before")),
                Map.entry("exp-optional", Set.of("auth.jwt.expiry-required")),
                Map.entry("exp-lax", Set.of("auth.jwt.expiry-type")),
                Map.entry("iat-ignored", Set.of("auth.jwt.issued-at")),
                Map.entry("tokens-long-lived", Set.of("auth.jwt.lifetime")),
                Map.entry("iss-unchecked", Set.of("auth.jwt.issuer")),
                Map.entry("aud-unchecked", Set.of("auth.jwt.audience")),
                Map.entry("sub-optional", Set.of("auth.jwt.subject")),
                Map.entry("scope-unchecked", Set.of("auth.jwt.scope")),
                Map.entry("refresh-as-access", Set.of("auth.jwt.type")),
                Map.entry("duplicates-taken", Set.of("auth.jwt.duplicate-claims")),
                Map.entry("crit-ignored", Set.of("auth.jwt.critical-header")),
                Map.entry("padding-accepted", Set.of("auth.jwt.encoding")),
                Map.entry("large-token-breaks", Set.of("auth.jwt.size")),
                Map.entry("token-in-query", Set.of("auth.jwt.carrier")),
                Map.entry("first-credential-taken", Set.of("auth.jwt.two-credentials")),
                Map.entry("scheme-case", Set.of("auth.jwt.scheme-case")),
                Map.entry("challenge-missing", Set.of("auth.jwt.challenge")),
                Map.entry("refusal-talkative", Set.of("auth.jwt.refusal-quiet")),
                Map.entry("malformed-breaks", Set.of("auth.jwt.malformed-survived")));
    }
}
