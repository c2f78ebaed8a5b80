package dev.seaworthy.auth.load;

import dev.seaworthy.auth.bench.Reading;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** From what was observed to a verdict. Pure. */
final class Judgement {
    /** The share of valid tokens that may be called invalid before that is a defect of its own. */
    static final double TOLERATED = 0.001;

    private Judgement() {}

    /** That none of a kind was accepted; {@code valid} is the control. */
    static Finding refused(Claim claim, Observed seen, Observed valid, int least) {
        List<Exchange> exchanges = new ArrayList<>(seen.evidence());
        valid.before().forEach(tried -> exchanges.add(0, tried.exchange()));
        valid.after().forEach(tried -> exchanges.add(tried.exchange()));
        Evidence evidence = Evidence.of(exchanges);
        long accepted = seen.violated();
        if (accepted > 0) {
            return facts(Finding.fail(claim, violation(seen, "accepted"), evidence), seen);
        }
        String doubt = lost(valid);
        if (doubt.isEmpty()) {
            doubt = tooFew(seen, least);
        }
        if (!doubt.isEmpty()) {
            return facts(Finding.unproven(claim, doubt, evidence), seen);
        }
        return facts(Finding.pass(claim, none(seen, "accepted", least), evidence), seen)
                .with("bound95", Share.bound95(seen.decided()));
    }

    /** That valid tokens were accepted, or shed, but not called invalid. */
    static Finding accepted(Claim claim, Observed valid, int least) {
        Evidence evidence = Evidence.of(valid.evidence());
        long refused = valid.violated();
        long decided = valid.decided();
        if (valid.before().stream().anyMatch(tried -> tried.reading() != Reading.ACCEPTED)) {
            return facts(
                    Finding.unproven(claim, "a valid token was not accepted at rest before the load", evidence), valid);
        }
        if (refused > TOLERATED * decided) {
            return facts(Finding.fail(claim, violation(valid, "refused as invalid"), evidence), valid);
        }
        String doubt = tooFew(valid, least);
        if (!doubt.isEmpty()) {
            return facts(Finding.unproven(claim, doubt, evidence), valid);
        }
        if (refused > 0) {
            String reason = refused + " of " + decided + " valid tokens were refused as invalid, which is within "
                    + Share.percent(TOLERATED);
            return facts(Finding.pass(claim, reason, evidence), valid);
        }
        return facts(Finding.pass(claim, none(valid, "refused as invalid", least), evidence), valid)
                .with("bound95", Share.bound95(decided));
    }

    private static String violation(Observed seen, String what) {
        Tally.Row first = seen.first().orElseThrow();
        return String.format(
                        Locale.ROOT,
                        "%d of %d %s %s under load (%s at 95 %%); first in %s: %d of %d there",
                        seen.violated(),
                        seen.decided(),
                        seen.kind().plural(),
                        seen.violated() == 1 ? "was " + what : "were " + what,
                        Share.of(seen.violated(), seen.decided()),
                        first.step(),
                        seen.violated(first),
                        first.decided())
                + seen.cleanBefore()
                + seen.fingerprint()
                + seen.recovery();
    }

    private static String none(Observed seen, String what, int least) {
        long thin = seen.rows().stream().filter(row -> row.decided() < least).count();
        return String.format(
                Locale.ROOT,
                "0 of %d %s %s in %d %s (below %s at 95 %%)%s",
                seen.decided(),
                seen.kind().plural(),
                what,
                seen.rows().size(),
                seen.rows().size() == 1 ? "step" : "steps",
                Share.percent(Share.bound95(seen.decided())),
                thin == 0 ? "" : "; " + thin + " of the steps thin, with fewer than " + least + " each");
    }

    private static String tooFew(Observed seen, int least) {
        if (seen.decided() >= least) {
            return "";
        }
        String rest = seen.sent() == seen.decided()
                ? ""
                : ", of " + seen.sent() + " sent: the others were shed, broken, unclear or had ended";
        return "only " + seen.decided() + " answers to " + seen.kind().plural() + rest + "; it takes " + least
                + ": let the load last longer, or raise the share under probes.auth.under-load.shares";
    }

    /** Why the valid tokens are no control; empty if they are. */
    private static String lost(Observed valid) {
        if (valid.before().stream().anyMatch(tried -> tried.reading() != Reading.ACCEPTED)) {
            return "control lost: a valid token was not accepted at rest before the load";
        }
        boolean after = valid.after().stream().allMatch(tried -> tried.stale() || tried.reading() == Reading.ACCEPTED);
        if (!after) {
            return "control lost: a valid token was not accepted at rest after the load";
        }
        long accepted = valid.rows().stream().mapToLong(Tally.Row::accepted).sum();
        return accepted == 0 ? "control lost: no valid token was accepted under load" : "";
    }

    private static Finding facts(Finding finding, Observed seen) {
        return finding.with("sent", seen.sent())
                .with(
                        "accepted",
                        seen.rows().stream().mapToLong(Tally.Row::accepted).sum())
                .with(
                        "refused",
                        seen.rows().stream().mapToLong(Tally.Row::refused).sum())
                .with("steps", seen.table());
    }
}
