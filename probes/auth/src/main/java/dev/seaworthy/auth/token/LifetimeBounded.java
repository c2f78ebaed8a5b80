package dev.seaworthy.auth.token;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Controls;
import dev.seaworthy.auth.bench.Reading;
import dev.seaworthy.auth.forge.CompactToken;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A token that was stolen is of use for a while only. */
final class LifetimeBounded implements AuthCheck {
    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.jwt.lifetime",
                                "An access token lives no longer than the contract allows",
                                Severity.LOW,
                                "the contract: probes.auth.tokens.longest-lifetime; RFC 9068 section 2.2"),
                        "Nothing besides the controls: the iat and exp of a token that the target has issued and accepts are"
                                + " read.",
                        "From iat to exp it is at most probes.auth.tokens.longest-lifetime, a day unless given.",
                        "PASS: this token ends in time. A policy, not a rule of the standard.",
                        "The token has no end, or one that is too late.",
                        "printf '%s' \"$PAYLOAD\" | basenc --base64url -d    # exp - iat, in seconds")
                .with(Footprint.reads(9));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        Credential own = bench.standing(0);
        Optional<CompactToken> token = CompactToken.parse(own.token().reveal());
        if (token.isEmpty()) {
            return Finding.skipped(claim, "does not apply: " + Workshop.OPAQUE);
        }
        if (own.origin() == Credential.Origin.TEST_SIGNING_KEY) {
            return Finding.skipped(claim, "does not apply: the tested identity's tokens are our own");
        }
        var route = bench.routes().get(0);
        Controls controls = bench.controls(route, own);
        List<Exchange> exchanges = new ArrayList<>(own.exchanges());
        exchanges.addAll(controls.exchanges());
        Evidence evidence = Evidence.of(exchanges);
        if (controls.reading(CredentialClass.VALID) != Reading.ACCEPTED) {
            return Finding.unproven(claim, route + " does not accept this token", evidence);
        }
        Optional<Long> issued = seconds(token.get(), "iat");
        Optional<Long> ends = seconds(token.get(), "exp");
        if (ends.isEmpty()) {
            return Finding.fail(claim, "the tokens of the target have no exp: they never end", evidence);
        }
        if (issued.isEmpty()) {
            return Finding.unproven(
                    claim, "the tokens of the target have no iat: their lifetime is not known", evidence);
        }
        long lifetime = ends.get() - issued.get();
        Duration longest = bench.settings().tokens().longestLifetime();
        String reason = "a token lives " + lifetime + " s, and " + longest.toSeconds() + " s are allowed";
        Finding finding = lifetime > longest.toSeconds()
                ? Finding.fail(claim, reason, evidence)
                : Finding.pass(claim, reason, evidence);
        return finding.with("lifetimeSeconds", lifetime);
    }

    private static Optional<Long> seconds(CompactToken token, String claim) {
        return token.claim(claim).filter(node -> node.isNumber()).map(node -> node.asLong());
    }
}
