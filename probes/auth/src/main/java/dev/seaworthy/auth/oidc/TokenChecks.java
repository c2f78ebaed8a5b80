package dev.seaworthy.auth.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.Jws;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwk;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.PrivateJwk;
import java.security.Key;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The tokens that a code gives. */
final class TokenChecks {
    private static final long SKEW_SECONDS = 300;
    private static final String LEAVES = "one sign-in at the provider, ended again at the end of the run";

    static final List<AuthCheck> ALL = List.of(
            new OidcCheck(
                    new CheckCard(
                                    new Claim(
                                            "auth.oidc.tokens.uncached",
                                            "An answer with tokens must not be stored by caches",
                                            Severity.MEDIUM,
                                            "RFC 6749 section 5.1; RFC 9111 section 5.2.2.5; OWASP ASVS 5.0 14.3.2"),
                                    "A code traded.",
                                    "Tokens with Cache-Control: no-store.",
                                    "PASS: this answer says so. Whether caches heed it is not tried.",
                                    "Tokens without no-store.",
                                    "curl -i -d 'grant_type=authorization_code&..' https://HOST/token | grep -i cache-control")
                            .with(new Footprint(SafetyClass.OWN_SESSIONS, 6, LEAVES)),
                    TokenChecks::uncached),
            new OidcCheck(
                    new CheckCard(
                                    new Claim(
                                            "auth.oidc.id-token.bound",
                                            "The id token is signed by a published key, for this client, and bound to the nonce",
                                            Severity.HIGH,
                                            "OpenID Connect Core 1.0 sections 2 and 3.1.3.7; OWASP ASVS 5.0 10.5.1 and 10.5.4"),
                                    "A code traded, and GET of jwks_uri.",
                                    "An id token whose signature verifies under a published key of its kid, with the issuer, the"
                                            + " client in aud, the nonce of the request and an end that lies ahead.",
                                    "PASS: a client that checks all this is given what it needs. Whether clients check it cannot"
                                            + " be seen from here.",
                                    "No signature that verifies, or a claim that is missing or another one.",
                                    "cut -d. -f2 <<< $TOKEN | basenc -d --base64url | jq '.iss,.aud,.nonce'")
                            .with(new Footprint(SafetyClass.OWN_SESSIONS, 7, LEAVES)),
                    TokenChecks::idToken));

    private TokenChecks() {}

    private static Finding uncached(Provider provider) throws Halt, InterruptedException {
        TokenEndpoint.Traded traded = provider.plainTrade().traded();
        String control = String.join(", ", traded.answer().headers().all("Cache-Control"))
                .toLowerCase(Locale.ROOT);
        return control.contains("no-store")
                ? provider.course().pass("tokens come with Cache-Control: no-store")
                : provider.course()
                        .fail("tokens come with "
                                + (control.isEmpty()
                                        ? "no Cache-Control"
                                        : "Cache-Control: " + Provider.plain(control)));
    }

    private static Finding idToken(Provider provider) throws Halt, InterruptedException {
        Provider.Coded coded = provider.plainTrade().coded();
        TokenEndpoint.Traded traded = provider.plainTrade().traded();
        if (traded.idToken().isEmpty()) {
            return provider.settings().scope().contains("openid")
                    ? provider.course().fail("with the scope openid no id token is given")
                    : Finding.skipped(provider.claim(), "does not apply: the scope is not openid");
        }
        List<JsonNode> keys = KeySetChecks.keys(provider);
        Claims claims;
        try {
            claims = verified(provider, traded.idToken(), keys).getPayload();
        } catch (JwtException | IllegalArgumentException e) {
            return provider.course()
                    .fail("the id token does not verify under the published keys: "
                            + e.getClass().getSimpleName());
        }
        List<String> wrong = new ArrayList<>();
        require(wrong, Objects.equals(claims.getIssuer(), provider.issuer()), "its issuer is another one");
        boolean forUs = claims.getAudience() != null
                && claims.getAudience().contains(coded.client().clientId());
        require(wrong, forUs, "it is not for this client");
        Object nonce = claims.get("nonce");
        require(
                wrong,
                Objects.equals(nonce, coded.asked().value("nonce")),
                nonce == null ? "the nonce is missing" : "the nonce is another one");
        require(wrong, claims.getExpiration() != null, "it has no end");
        return wrong.isEmpty()
                ? provider.course().pass("the id token verifies, and issuer, audience, nonce and end are right")
                : provider.course().fail("of the id token " + String.join(", ", wrong));
    }

    private static void require(List<String> wrong, boolean held, String otherwise) {
        if (!held) {
            wrong.add(otherwise);
        }
    }

    private static Jws<Claims> verified(Provider provider, String token, List<JsonNode> keys) {
        Instant now = provider.bench().time().wallClock();
        return Jwts.parser()
                .clock(() -> Date.from(now))
                .clockSkewSeconds(SKEW_SECONDS)
                .keyLocator(header -> key(keys, String.valueOf(header.get("kid"))))
                .build()
                .parseSignedClaims(token);
    }

    /** The published key of this name, or the only one. */
    private static Key key(List<JsonNode> keys, String kid) {
        for (JsonNode candidate : keys) {
            if (candidate.path("kid").asText().equals(kid) || keys.size() == 1) {
                Jwk<?> jwk = Jwks.parser().build().parse(candidate.toString());
                // That the private half is published, too, is a finding of its own.
                return jwk instanceof PrivateJwk<?, ?, ?> pair
                        ? pair.toPublicJwk().toKey()
                        : jwk.toKey();
            }
        }
        throw new JwtException("no published key has the token's kid");
    }
}
