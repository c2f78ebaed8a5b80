package dev.seaworthy.auth.oidc;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.settings.OidcSettings;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;
import java.util.List;

/** Proof Key for Code Exchange (RFC 7636). */
final class PkceChecks {
    private static final String LEAVES = "one sign-in at the provider, ended again at the end of the run";

    static final List<AuthCheck> ALL = List.of(
            new OidcCheck(
                    new CheckCard(
                                    new Claim(
                                            "auth.oidc.pkce.required",
                                            "An authorization request without a challenge gives no code",
                                            Severity.HIGH,
                                            "RFC 9700 sections 2.1.1 and 4.8; RFC 7636 section 4.4.1; OWASP ASVS 5.0 10.4.6"),
                                    "A right authorization request, and the same without code_challenge. Where that gives a code,"
                                            + " the code with a verifier that nobody asked for.",
                                    "The first gives a code, the second is refused. Where the contract says pkce: optional, only"
                                            + " the unasked verifier must be refused.",
                                    "PASS: for this client a stolen code is worth nothing without its verifier, and no challenge"
                                            + " can be stripped on the way.",
                                    "A code without a challenge.",
                                    "open https://HOST/authorize?response_type=code&client_id=ID&redirect_uri=URI&state=x    #"
                                            + " error=invalid_request")
                            .with(new Footprint(SafetyClass.OWN_SESSIONS, 7, LEAVES)),
                    PkceChecks::required),
            new OidcCheck(
                    new CheckCard(
                                    new Claim(
                                            "auth.oidc.pkce.plain-refused",
                                            "A challenge by the method plain gives no code",
                                            Severity.MEDIUM,
                                            "RFC 9700 section 2.1.1; RFC 7636 section 7.2; OWASP ASVS 5.0 10.4.6"),
                                    "A right authorization request, and one with code_challenge_method=plain.",
                                    "The first gives a code, the second is refused.",
                                    "PASS: who reads an authorization request does not learn the verifier.",
                                    "A code for a plain challenge.",
                                    "open 'https://HOST/authorize?..&code_challenge=x&code_challenge_method=plain'    #"
                                            + " error=invalid_request")
                            .with(new Footprint(SafetyClass.OWN_SESSIONS, 6, LEAVES)),
                    PkceChecks::plainRefused),
            new OidcCheck(
                    new CheckCard(
                                    new Claim(
                                            "auth.oidc.pkce.bound",
                                            "A code is traded for its own verifier only",
                                            Severity.HIGH,
                                            "RFC 7636 section 4.6; RFC 9700 section 2.1.1; OWASP ASVS 5.0 10.4.6"),
                                    "Three codes: one traded without a verifier, one with another code's verifier, one rightly.",
                                    "The first two are refused, the third is accepted.",
                                    "PASS: the token endpoint compares the verifier with the challenge.",
                                    "Tokens for no verifier, or for another one.",
                                    "curl -i -d \"grant_type=authorization_code&code=$TOKEN&redirect_uri=URI&client_id=ID\""
                                            + " https://HOST/token    # 400")
                            .with(new Footprint(SafetyClass.OWN_SESSIONS, 10, LEAVES)),
                    PkceChecks::bound));

    private PkceChecks() {}

    private static Finding required(Provider provider) throws Halt, InterruptedException {
        provider.code();
        OidcSettings.Client client = provider.client();
        Asked bare = provider.ask(client).without("code_challenge", "code_challenge_method");
        Landing landing = provider.authorize(bare);
        Granted granted = Granted.by(landing);
        if (granted == Granted.UNCLEAR) {
            return provider.course()
                    .unproven("without a challenge the request is neither granted nor refused: "
                            + provider.described(landing));
        }
        if (granted == Granted.NO) {
            return provider.course().pass("with a challenge a code is given, and without one the request is refused");
        }
        if (!(landing instanceof Landing.Back back)) {
            return provider.course().fail("a request without a challenge gives a code, and to a foreign address");
        }
        Provider.Coded coded = new Provider.Coded(bare, client, back, back.value("code"));
        TokenEndpoint.Traded traded = new TokenEndpoint(provider).trade(coded);
        boolean optional = provider.settings().pkce() == OidcSettings.Pkce.OPTIONAL;
        Finding finding;
        if (!optional) {
            finding = provider.course().fail("a request without a challenge gives a code");
        } else if (traded.isAccepted()) {
            finding = provider.course()
                    .fail(
                            "a challenge is optional, and a verifier that belongs to none is accepted: it can be stripped");
        } else if (traded.isRefused()) {
            finding = provider.course()
                    .pass("a challenge is optional by the contract, and a verifier that belongs to none is refused");
        } else {
            finding = provider.course().unproven("the unasked verifier was neither accepted nor refused: " + traded);
        }
        return finding.with("unaskedVerifierAccepted", traded.isAccepted());
    }

    private static Finding plainRefused(Provider provider) throws Halt, InterruptedException {
        provider.code();
        Asked asked = provider.ask(provider.client());
        Landing landing = provider.authorize(
                asked.with("code_challenge", asked.verifier()).with("code_challenge_method", "plain"));
        return switch (Granted.by(landing)) {
            case YES -> provider.course().fail("a challenge by the method plain gives a code");
            case NO -> provider.course().pass("S256 gives a code, and plain is refused");
            case UNCLEAR ->
                provider.course().unproven("plain is neither granted nor refused: " + provider.described(landing));
        };
    }

    private static Finding bound(Provider provider) throws Halt, InterruptedException {
        TokenEndpoint tokens = new TokenEndpoint(provider);
        TokenEndpoint.Traded none = tokens.trade(provider.code(), null);
        if (none.isAccepted()) {
            return provider.course().fail("a code is traded without a verifier");
        }
        TokenEndpoint.Traded other = tokens.trade(provider.code(), Provider.random());
        if (other.isAccepted()) {
            return provider.course().fail("a code is traded for a verifier that is not its own");
        }
        if (!none.isRefused() || !other.isRefused()) {
            return provider.course()
                    .unproven(
                            "a wrong verifier was neither accepted nor refused: " + (none.isRefused() ? other : none));
        }
        TokenEndpoint.Traded right = provider.tradePlainly().traded();
        return right.isAccepted()
                ? provider.course()
                        .pass("without a verifier and with a foreign one a code is refused, and with its own traded")
                : provider.course().unproven("control lost: a right trade gives no token: " + right);
    }
}
