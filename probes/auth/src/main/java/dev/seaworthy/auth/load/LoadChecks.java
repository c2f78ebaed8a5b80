package dev.seaworthy.auth.load;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Reading;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Finding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The checks on what a load does to who is let in: they judge, after it, what rode along with it. */
public final class LoadChecks {
    private LoadChecks() {}

    /** Their cards, in the order of {@link #of}. */
    public static List<CheckCard> cards() {
        return List.of(
                Cards.FORGED,
                Cards.EXPIRED,
                Cards.REVOKED,
                Cards.NONE,
                Cards.OTHERS,
                Cards.VALID,
                Cards.CROSS_TALK,
                Cards.RECOVERS);
    }

    /** The checks on what one patrol saw. */
    public static List<AuthCheck> of(Patrol patrol) {
        return List.of(
                refused(patrol, Kind.FORGED, Cards.FORGED),
                refused(patrol, Kind.EXPIRED, Cards.EXPIRED),
                refused(patrol, Kind.REVOKED, Cards.REVOKED),
                refused(patrol, Kind.NONE, Cards.NONE),
                refused(patrol, Kind.OTHERS, Cards.OTHERS),
                new Judged(
                        patrol,
                        Kind.VALID,
                        Cards.VALID,
                        (claim, muster) ->
                                Judgement.accepted(claim, Observed.of(patrol, muster, Kind.VALID), patrol.least())),
                new Judged(patrol, Kind.VALID, Cards.CROSS_TALK, (claim, muster) -> crossTalk(patrol, claim, muster)),
                new Judged(patrol, null, Cards.RECOVERS, (claim, muster) -> recovers(patrol, claim, muster)));
    }

    private static AuthCheck refused(Patrol patrol, Kind kind, CheckCard card) {
        return new Judged(
                patrol,
                kind,
                card,
                (claim, muster) -> Judgement.refused(
                        claim,
                        Observed.of(patrol, muster, kind),
                        Observed.of(patrol, muster, Kind.VALID),
                        patrol.least()));
    }

    private static Finding crossTalk(Patrol patrol, Claim claim, Garrison.Muster muster) throws InterruptedException {
        if (muster.canaries() == null) {
            return Finding.skipped(claim, muster.noCanaries());
        }
        Observed valid = Observed.of(patrol, muster, Kind.VALID);
        CrossTalk.Seen seen = patrol.crossTalk();
        if (seen.found() > 0) {
            List<Exchange> exchanges = new ArrayList<>(seen.hits());
            valid.before().forEach(tried -> exchanges.add(0, tried.exchange()));
            String reason = seen.found() + " of " + seen.searched() + " answers held another user's canary ("
                    + Share.of(seen.found(), seen.searched()) + " at 95 %); first in " + seen.first();
            return Finding.fail(claim, reason, Evidence.of(exchanges))
                    .with("searched", seen.searched())
                    .with("found", seen.found())
                    .with("accounts", muster.canaries().size());
        }
        Evidence evidence = Evidence.of(valid.evidence());
        Finding finding;
        if (seen.own() < seen.searched()) {
            finding = Finding.unproven(
                    claim,
                    "control lost: " + (seen.searched() - seen.own()) + " of " + seen.searched()
                            + " answers do not hold their own user's canary; name one under"
                            + " probes.auth.under-load.canary",
                    evidence);
        } else if (seen.searched() < patrol.least()) {
            finding = Finding.unproven(
                    claim,
                    "only " + seen.searched() + " answers could be searched; it takes " + patrol.least()
                            + ": let the load last longer, or raise probes.auth.under-load.shares.valid",
                    evidence);
        } else {
            finding = Finding.pass(
                            claim,
                            "0 of " + seen.searched() + " answers to "
                                    + muster.canaries().size()
                                    + " accounts held another user's canary, and each held its own (below "
                                    + Share.percent(Share.bound95(seen.searched())) + " at 95 %)",
                            evidence)
                    .with("bound95", Share.bound95(seen.searched()));
        }
        return finding.with("searched", seen.searched()).with("found", 0);
    }

    private static Finding recovers(Patrol patrol, Claim claim, Garrison.Muster muster) throws InterruptedException {
        List<Exchange> exchanges = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        List<String> doubts = new ArrayList<>();
        int tried = 0;
        for (Kind kind : Kind.values()) {
            Reading right = kind == Kind.VALID ? Reading.ACCEPTED : Reading.REFUSED;
            Reading bad = kind == Kind.VALID ? Reading.REFUSED : Reading.ACCEPTED;
            List<AtRest> before = muster.before().getOrDefault(kind, List.of());
            before.forEach(one -> exchanges.add(one.exchange()));
            boolean rightBefore = before.stream().allMatch(one -> one.reading() == right);
            for (AtRest after : patrol.again(kind)) {
                exchanges.add(after.exchange());
                if (after.stale()) {
                    continue;
                }
                tried++;
                if (after.reading() == bad && rightBefore) {
                    wrong.add(kind.plural() + ": " + after.exchange().summary());
                } else if (after.reading() != right) {
                    doubts.add(kind.plural() + ": " + after.exchange().summary());
                }
            }
        }
        Evidence evidence = Evidence.of(exchanges);
        if (!wrong.isEmpty()) {
            return Finding.fail(
                    claim,
                    wrong.size() + " of " + tried + " are not answered as before the load; " + wrong.get(0),
                    evidence);
        }
        if (!doubts.isEmpty() || tried == 0) {
            String doubt = tried == 0 ? "every token had ended when the load was over" : doubts.get(0);
            return Finding.unproven(claim, "not all could be compared: " + doubt, evidence);
        }
        return Finding.pass(claim, tried + " of " + tried + " are answered at rest as before the load", evidence);
    }

    /** The verdict on what there is to judge. */
    private interface Verdict {
        Finding of(Claim claim, Garrison.Muster muster) throws InterruptedException;
    }

    private record Judged(Patrol patrol, @Nullable Kind kind, CheckCard card, Verdict verdict) implements AuthCheck {
        @Override
        public Finding run(Bench bench, Claim claim) throws InterruptedException {
            String wanted = bench.settings().underLoad().route();
            if (patrol.route() == null) {
                return Finding.skipped(
                        claim,
                        "not in the contract: probes.auth.under-load.route: '" + wanted
                                + "' is no protected route of this probe");
            }
            Garrison.Muster muster = patrol.muster();
            if (muster == null) {
                return Finding.skipped(claim, "not asked for: nothing rode along with this load");
            }
            Garrison.Absence absence = kind == null
                    ? muster.absences().get(Kind.VALID)
                    : muster.absences().get(kind);
            if (absence != null) {
                return absence.finding(claim);
            }
            if (kind != null && patrol.share(kind) == 0) {
                return Finding.skipped(
                        claim, "not in the contract: its share under probes.auth.under-load.shares is 0");
            }
            return verdict.of(claim, muster);
        }
    }
}
