package dev.seaworthy.auth.token;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Controls;
import dev.seaworthy.auth.bench.Reading;
import dev.seaworthy.auth.bench.Route;
import dev.seaworthy.auth.forge.Forgery;
import dev.seaworthy.auth.forge.KeyRows;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.wire.HttpAnswer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The secret of an HMAC is not one that anybody would try first. */
final class SecretUnguessable implements AuthCheck {
    private static final List<String> USUAL = List.of(
            "secret",
            "changeme",
            "password",
            "your-256-bit-secret",
            "your-secret-key",
            "secretkey",
            "supersecret",
            "jwt-secret",
            "test",
            "dev",
            "default",
            "admin",
            "123456",
            "key",
            "");

    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.jwt.secret-unguessable",
                                "The secret that signs tokens is none of those that anybody would try first",
                                Severity.CRITICAL,
                                "RFC 7518 section 3.2; RFC 8725 section 3.5; OWASP ASVS 5.0 9.1.2"),
                        "Nothing to try a guess: fifteen usual secrets, the token's own iss and aud, the host's name and"
                                + " probes.auth.tokens.guesses are held against the signature of a real token, offline. Only"
                                + " if one fits, one new token signed with it.",
                        "No guess reproduces the signature of a token that the target accepts.",
                        "PASS: the secret is none of these. It says nothing about its length: somebody with a list and time"
                                + " tries billions.",
                        "A guess reproduces the signature: whoever tries it can make tokens.",
                        "printf '%s' \"$HEADER.$PAYLOAD\" | openssl dgst -sha256 -hmac changeme -binary | basenc --base64url"
                                + "    # is not $SIGNATURE")
                .with(Footprint.reads(10));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        Workshop workshop;
        try {
            workshop = Workshop.withoutKey(bench);
        } catch (Inapplicable e) {
            return Finding.skipped(claim, e.reason());
        }
        if (!workshop.forge().algorithm().startsWith("HS")) {
            return Finding.skipped(claim, "does not apply: the tokens are not signed with a secret");
        }
        Route route = bench.routes().get(0);
        Controls controls = bench.controls(route, workshop.valid());
        List<Exchange> exchanges = new ArrayList<>(workshop.valid().exchanges());
        exchanges.addAll(controls.exchanges());
        if (controls.reading(CredentialClass.VALID) != Reading.ACCEPTED) {
            return Finding.unproven(
                    claim, route + " does not accept the token whose secret was guessed at", Evidence.of(exchanges));
        }
        List<String> guesses = guesses(workshop, route);
        Optional<String> hit = KeyRows.guessed(workshop.forge().control(), guesses);
        if (hit.isEmpty()) {
            return Finding.pass(
                            claim,
                            "none of " + guesses.size() + " guesses is the secret of a token that " + route
                                    + " accepts",
                            Evidence.of(exchanges))
                    .with("guesses", guesses.size());
        }
        Forgery forgery = KeyRows.signedWithGuess(workshop.forge(), hit.get(), workshop.now());
        HttpAnswer answer = bench.wire().exchange(route.bare().bearer(bench.keep(forgery)));
        exchanges.add(answer.exchange());
        boolean accepted = route.read(answer, CredentialClass.TAMPERED) == Reading.ACCEPTED;
        String reason = "the secret of the tokens is guess " + (guesses.indexOf(hit.get()) + 1) + " of "
                + guesses.size() + "; " + route
                + (accepted
                        ? " accepted a token that we made with it (status " + answer.status() + ")"
                        : " did not accept another token made with it, for a reason besides its signature");
        return Finding.fail(claim, reason, Evidence.of(exchanges))
                .with("guesses", guesses.size())
                .with("tried", 1)
                .with("accepted", accepted ? 1 : 0);
    }

    private static List<String> guesses(Workshop workshop, Route route) {
        Set<String> guesses = new LinkedHashSet<>(USUAL);
        workshop.forge().text("iss").ifPresent(guesses::add);
        workshop.forge().text("aud").ifPresent(guesses::add);
        workshop.forge().text("client_id").ifPresent(guesses::add);
        guesses.add(String.valueOf(route.bare().uri().getHost()));
        guesses.addAll(workshop.bench().settings().tokens().guesses());
        return List.copyOf(guesses);
    }
}
