package dev.seaworthy.health;

import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The service is up. */
final class Live implements HealthCheck {
    @Override
    public CheckCard card() {
        return new CheckCard(
                new Claim(
                        "health.live",
                        "The service answers its liveness path, and that path alone",
                        Severity.CRITICAL,
                        "the contract: probes.health.live and the expect.valid of that operation"),
                "The liveness operation twice, and between them a path beside it that cannot exist.",
                "The status under expect.valid both times, and another one for the path that does not exist.",
                "PASS: a process answers here, and it is not a server that says yes to everything. It does not show that"
                        + " anything works: health.ready does.",
                "The liveness path is answered with another status.",
                "curl -i https://HOST/health/live");
    }

    @Override
    public @Nullable String operation(HealthSettings settings) {
        return settings.live();
    }

    @Override
    public String key() {
        return "live";
    }

    @Override
    public Finding run(Ward ward, RequestSpec live, Claim claim) throws CredentialRefused, InterruptedException {
        HttpRequest request = ward.request(live);
        HttpAnswer first = ward.send(request);
        if (!first.outcome().answered()) {
            return Finding.unproven(
                    claim,
                    "no answer (" + first.outcome() + ": " + first.detail() + ")",
                    Evidence.of(first.exchange()));
        }
        HttpAnswer stranger = ward.send(ward.stranger(live));
        HttpAnswer second = ward.send(request);
        Evidence evidence = Evidence.of(first.exchange(), stranger.exchange(), second.exchange());
        return judge(claim, Ward.right(live), List.of(first, second), stranger, evidence);
    }

    private static Finding judge(
            Claim claim, List<Integer> right, List<HttpAnswer> lives, HttpAnswer stranger, Evidence evidence) {
        for (HttpAnswer live : lives) {
            if (!live.outcome().answered() || live.status() == 429) {
                return Finding.unproven(
                        claim, "not answered for itself: " + live.exchange().summary(), evidence);
            }
            if (!right.contains(live.status())) {
                return Finding.fail(claim, "answered " + live.status() + " where the contract says " + right, evidence);
            }
        }
        if (!stranger.outcome().answered() || right.contains(stranger.status())) {
            return Finding.unproven(
                    claim,
                    "control lost: a path that cannot exist is answered alike: "
                            + stranger.exchange().summary(),
                    evidence);
        }
        return Finding.pass(
                claim,
                "answered " + lives.get(0).status() + " twice, and " + stranger.status()
                        + " for a path that does not exist",
                evidence);
    }
}
