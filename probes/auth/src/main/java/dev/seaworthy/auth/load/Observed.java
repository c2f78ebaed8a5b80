package dev.seaworthy.auth.load;

import dev.seaworthy.auth.bench.Reading;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.OperationInterval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * Everything that is known of one kind when the load is over. Immutable.
 *
 * @param rows step by step
 * @param violations exchanges of the first answers that must not be
 * @param samples exchanges of some others
 * @param before the kind at rest before the load
 * @param after the kind at rest after it
 */
record Observed(
        Kind kind,
        List<Tally.Row> rows,
        List<Exchange> violations,
        List<Exchange> samples,
        List<AtRest> before,
        List<AtRest> after) {

    static Observed of(Patrol patrol, Garrison.Muster muster, Kind kind) throws InterruptedException {
        Tally tally = patrol.tally(kind);
        return new Observed(
                kind,
                tally.rows(),
                tally.violations(),
                tally.samples(),
                muster.before().getOrDefault(kind, List.of()),
                patrol.again(kind));
    }

    long decided() {
        return rows.stream().mapToLong(Tally.Row::decided).sum();
    }

    long sent() {
        return rows.stream().mapToLong(Tally.Row::sent).sum();
    }

    /** Answers that must not be: an accepted negative, a refused valid token. */
    long violated() {
        return rows.stream().mapToLong(this::violated).sum();
    }

    long violated(Tally.Row row) {
        return kind == Kind.VALID ? row.refused() : row.accepted();
    }

    /** The first step with an answer that must not be. */
    Optional<Tally.Row> first() {
        return rows.stream().filter(row -> violated(row) > 0).findFirst();
    }

    /** The exchanges on which a verdict rests: controls at rest around what was seen under load. */
    List<Exchange> evidence() {
        List<Exchange> all = new ArrayList<>();
        before.forEach(tried -> all.add(tried.exchange()));
        all.addAll(violations);
        all.addAll(samples);
        after.forEach(tried -> all.add(tried.exchange()));
        return all;
    }

    /** Whether the first violation came later than the first step, and what the steps before it bound. */
    String cleanBefore() {
        long clean = 0;
        int steps = 0;
        for (Tally.Row row : rows) {
            if (violated(row) > 0) {
                break;
            }
            clean += row.decided();
            steps++;
        }
        return clean == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; 0 of %d in the %s before (below %s at 95 %%)",
                        clean,
                        steps == 1 ? "step" : steps + " steps",
                        Share.percent(Share.bound95(clean)));
    }

    /** How long the target took for what must not be, beside what it takes for what must: a timeout shows in its time. */
    String fingerprint() {
        Histogram odd = total(kind == Kind.VALID);
        Histogram usual = total(kind != Kind.VALID);
        if (odd.getTotalCount() == 0) {
            return "";
        }
        String verb = kind == Kind.VALID ? "refused" : "accepted";
        String other = kind == Kind.VALID ? "accepted" : "refused";
        StringBuilder text =
                new StringBuilder(String.format(Locale.ROOT, "; %s after %s (p5 to p95)", verb, band(odd)));
        if (usual.getTotalCount() > 0) {
            text.append(String.format(Locale.ROOT, ", %s after %s", other, band(usual)));
            boolean narrow = odd.getValueAtPercentile(95) < 1.5 * odd.getValueAtPercentile(5) + 5e6;
            boolean apart = odd.getValueAtPercentile(5) > 3 * usual.getValueAtPercentile(50);
            if (narrow && apart && odd.getValueAtPercentile(50) > 5e6) {
                text.append(": a cluster, as when a check times out");
            }
        }
        return text.toString();
    }

    private Histogram total(boolean refused) {
        Histogram sum = new Histogram(1_000, OperationInterval.HIGHEST_NANOS, 2);
        rows.forEach(row -> sum.add(refused ? row.refusedTimes() : row.acceptedTimes()));
        return sum;
    }

    private static String band(Histogram times) {
        return String.format(
                Locale.ROOT,
                "%.3g to %.3g ms",
                times.getValueAtPercentile(5) / 1e6,
                times.getValueAtPercentile(95) / 1e6);
    }

    /** What became of it when the load was over. */
    String recovery() {
        Reading wrong = kind == Kind.VALID ? Reading.REFUSED : Reading.ACCEPTED;
        Reading right = kind == Kind.VALID ? Reading.ACCEPTED : Reading.REFUSED;
        if (before.stream().anyMatch(tried -> tried.reading() == wrong)) {
            return "; so it was before the load already";
        }
        List<AtRest> fresh = after.stream().filter(tried -> !tried.stale()).toList();
        if (fresh.stream().anyMatch(tried -> tried.reading() == wrong)) {
            return "; at rest it goes on: it does not recover";
        }
        return !fresh.isEmpty() && fresh.stream().allMatch(tried -> tried.reading() == right)
                ? "; at rest it is right again"
                : "; whether it recovers is not known";
    }

    /** The table of the report: one row for each step. */
    List<Map<String, Object>> table() {
        List<Map<String, Object>> table = new ArrayList<>();
        for (Tally.Row row : rows) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("step", row.step().toString());
            line.put("sent", row.sent());
            line.put("accepted", row.accepted());
            line.put("refused", row.refused());
            putIfAny(line, "shed", row.shed());
            putIfAny(line, "broken", row.broken());
            putIfAny(line, "unclear", row.unclear());
            putIfAny(line, "ended", row.stale());
            if (row.decided() > 0) {
                long wrong = violated(row);
                line.put(
                        kind == Kind.VALID ? "refusedShare" : "share",
                        wrong == 0
                                ? "below " + Share.percent(Share.bound95(row.decided()))
                                : Share.of(wrong, row.decided()).toString());
            }
            table.add(line);
        }
        return table;
    }

    private static void putIfAny(Map<String, Object> line, String name, long count) {
        if (count > 0) {
            line.put(name, count);
        }
    }
}
