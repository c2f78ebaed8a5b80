package dev.seaworthy.auth.oidc;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.settings.OidcSettings;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** A code works once, for the client that it was given to. */
final class CodeChecks {
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final String LEAVES = "one sign-in at the provider, ended again at the end of the run";

    static final List<AuthCheck> ALL = List.of(
            new OidcCheck(
                    new CheckCard(
                                    new Claim(
                                            "auth.oidc.code.once",
                                            "A code is refused when it is sent a second time",
                                            Severity.HIGH,
                                            "RFC 6749 sections 4.1.2 and 10.5; OWASP ASVS 5.0 10.4.2"),
                                    "A code traded, the same request again, and another code as the last control.",
                                    "Tokens, a refusal, tokens.",
                                    "PASS: a code that was used is worth nothing. Simultaneous trades are another claim.",
                                    "Tokens for a used code.",
                                    "curl -i -d \"grant_type=authorization_code&code=$TOKEN&..\" https://HOST/token    # twice: 200,"
                                            + " 400")
                            .with(new Footprint(SafetyClass.OWN_SESSIONS, 9, LEAVES)),
                    CodeChecks::once),
            new OidcCheck(
                    new CheckCard(
                                    new Claim(
                                            "auth.oidc.code.race",
                                            "Of simultaneous trades of one code at most one succeeds",
                                            Severity.HIGH,
                                            "RFC 6749 section 4.1.2; OWASP ASVS 5.0 15.4.2 and 10.4.2; OWASP WSTG-BUSL-05"),
                                    "One code in probes.auth.oidc.racers trades whose last bytes leave together, each on a"
                                            + " connection of its own.",
                                    "One is answered with tokens, or none; the others are refused.",
                                    "PASS: in this one round no second trade got through. More rounds would show rarer races.",
                                    "Tokens for two trades of one code.",
                                    "seaworthy check ENV auth.oidc.code.race    # needs simultaneous last bytes")
                            .with(new Footprint(SafetyClass.OWN_SESSIONS, 68, LEAVES)),
                    CodeChecks::race),
            new OidcCheck(
                    new CheckCard(
                                    new Claim(
                                            "auth.oidc.code.reuse-revokes",
                                            "When a code is sent twice, the tokens of the first time end",
                                            Severity.MEDIUM,
                                            "RFC 6749 section 4.1.2; OWASP ASVS 5.0 10.4.3"),
                                    "A code traded, its token to userinfo, the code again, the token again.",
                                    "The token is good, the code is refused, the token is refused.",
                                    "PASS: whoever stole a code and was first loses what it gave when the owner comes second.",
                                    "The token is still good.",
                                    "curl -i -H \"Authorization: Bearer $TOKEN\" https://HOST/userinfo    # after a replay: 401")
                            .with(new Footprint(SafetyClass.ENDS_OWN_SESSIONS, 8, LEAVES)),
                    CodeChecks::reuseRevokes),
            new OidcCheck(
                    new CheckCard(
                                    new Claim(
                                            "auth.oidc.code.client-bound",
                                            "A code is traded by the client that it was given to and by no other",
                                            Severity.HIGH,
                                            "RFC 6749 sections 4.1.3 and 10.5; OWASP ASVS 5.0 10.4.2"),
                                    "A code of the other client by that client; a code of the first client by the other one; a code"
                                            + " of the first client by itself.",
                                    "Tokens, a refusal, tokens.",
                                    "PASS: a client cannot use what was stolen from another.",
                                    "Tokens for another client's code.",
                                    "curl -i -u OTHER:$TOKEN -d 'grant_type=authorization_code&code=..' https://HOST/token    # 400")
                            .with(new Footprint(SafetyClass.OWN_SESSIONS, 11, LEAVES)),
                    CodeChecks::clientBound));

    private CodeChecks() {}

    private static Finding once(Provider provider) throws Halt, InterruptedException {
        TokenEndpoint tokens = new TokenEndpoint(provider);
        Provider.Coded coded = provider.code();
        accepted(provider, tokens.trade(coded));
        TokenEndpoint.Traded again = tokens.trade(coded);
        if (again.isAccepted()) {
            return provider.course().fail("a code that was used gives tokens again");
        }
        if (!again.isRefused()) {
            return provider.course().unproven("the used code was neither accepted nor refused: " + again);
        }
        return tokens.trade(provider.code()).isAccepted()
                ? provider.course().pass("a code gave tokens once and was refused after that, while another one worked")
                : provider.course()
                        .unproven("control lost: another code gives no tokens: "
                                + provider.course().lastSummary());
    }

    private static Finding race(Provider provider) throws Halt, InterruptedException {
        TokenEndpoint tokens = new TokenEndpoint(provider);
        Provider.Coded coded = provider.code();
        HttpRequest trade = tokens.authenticated(
                coded.client(), TokenEndpoint.fields(coded, coded.asked().verifier()));
        int racers = provider.settings().racers();
        List<HttpAnswer> answers = together(provider, Collections.nCopies(racers, trade));
        List<TokenEndpoint.Traded> traded = answers.stream().map(tokens::read).toList();
        long accepted = traded.stream().filter(TokenEndpoint.Traded::isAccepted).count();
        long refused = traded.stream().filter(TokenEndpoint.Traded::isRefused).count();
        Finding finding;
        if (accepted > 1) {
            finding =
                    provider.course().fail(accepted + " of " + racers + " simultaneous trades of one code gave tokens");
        } else if (accepted + refused < racers) {
            finding = provider.course()
                    .unproven((racers - accepted - refused) + " of " + racers + " simultaneous trades were neither"
                            + " accepted nor refused");
        } else if (accepted == 0) {
            finding = provider.course()
                    .unproven("all of " + racers + " simultaneous trades were refused; there was no race");
        } else {
            finding = provider.course().pass("of " + racers + " simultaneous trades one gave tokens");
        }
        return finding.with("sent", racers)
                .with("accepted", accepted)
                .with("refused", refused)
                .with("bound95", Math.min(1.0, 3.0 / racers));
    }

    private static List<HttpAnswer> together(Provider provider, List<HttpRequest> requests)
            throws Halt, InterruptedException {
        if (!provider.bench().allowed().permits(requests.get(0).uri())) {
            throw provider.undecided("the token endpoint is outside the allow-list: name it under rails.allow");
        }
        try {
            List<HttpAnswer> answers =
                    provider.bench().wire().together(requests, PAUSE).get();
            provider.course().after(answers.stream().map(HttpAnswer::exchange).toList());
            return answers;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the requests could not be sent", e.getCause());
        }
    }

    private static Finding reuseRevokes(Provider provider) throws Halt, InterruptedException {
        TokenEndpoint tokens = new TokenEndpoint(provider);
        Provider.Coded coded = provider.code();
        TokenEndpoint.Traded first = accepted(provider, tokens.trade(coded));
        if (tokens.userInfo(first.accessToken()) != TokenEndpoint.Alive.YES) {
            throw provider.undecided("a fresh token is not accepted by userinfo: "
                    + provider.course().lastSummary());
        }
        TokenEndpoint.Traded again = tokens.trade(coded);
        if (!again.isRefused()) {
            return provider.course()
                    .unproven("the used code was not refused, so that there is nothing to follow from it: " + again);
        }
        return switch (tokens.userInfo(first.accessToken())) {
            case YES ->
                provider.course().fail("after its code was sent twice, the token of the first time is still good");
            case NO -> provider.course().pass("the token was good, and is refused since its code was sent again");
            case UNCLEAR ->
                provider.course()
                        .unproven("the token was neither accepted nor refused: "
                                + provider.course().lastSummary());
        };
    }

    private static Finding clientBound(Provider provider) throws Halt, InterruptedException {
        OidcSettings.Client declared = provider.required(provider.settings().otherClient(), "other-client");
        OidcSettings.Client other = new OidcSettings.Client(
                declared.clientId(), declared.clientSecret(), provider.absolute(declared.redirectUri()));
        TokenEndpoint tokens = new TokenEndpoint(provider);
        accepted(provider, tokens.trade(provider.code(other)));
        Provider.Coded foreign = provider.code();
        TokenEndpoint.Traded stolen = tokens.send(tokens.authenticated(
                other, TokenEndpoint.fields(foreign, foreign.asked().verifier())));
        if (stolen.isAccepted()) {
            return provider.course().fail("a client trades a code that was given to another client");
        }
        if (!stolen.isRefused()) {
            return provider.course().unproven("the other client's code was neither accepted nor refused: " + stolen);
        }
        return tokens.trade(provider.code()).isAccepted()
                ? provider.course().pass("each client trades its own code, and the other one's is refused")
                : provider.course()
                        .unproven("control lost: the first client's own code gives no tokens: "
                                + provider.course().lastSummary());
    }

    /** Tokens that must be there for the rest to mean anything. */
    static TokenEndpoint.Traded accepted(Provider provider, TokenEndpoint.Traded traded) throws Halt {
        if (!traded.isAccepted()) {
            throw provider.undecided("a right trade gives no tokens: " + traded);
        }
        return traded;
    }
}
