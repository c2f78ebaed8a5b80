package dev.seaworthy.ratelimit.scope;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seaworthy.ratelimit.session.Entry;
import dev.seaworthy.ratelimit.session.Journal;
import dev.seaworthy.ratelimit.session.Stage;
import dev.seaworthy.ratelimit.verdict.Section;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What volleys say about counting under concurrency, as JSON and as text. */
final class LeakSection {
    /** As many volleys as would meet a tick less often than this are not taken to have met one. */
    private static final double NEVER = 1e-4;

    /** The least that answers take is seen often; what no answer took is left aside. */
    private static final double SURELY = 0.9;

    private static final double WORTH = 0.2;

    private final Known known;
    private final Journal journal;
    private final List<Volley> volleys = new ArrayList<>();
    private final Section section = new Section();

    /**
     * One volley.
     *
     * @param size requests
     * @param admitted of them
     * @param from seconds after the session's first request
     * @param span within which all of them were decided, seconds
     */
    private record Volley(int size, int admitted, double from, double span) {}

    LeakSection(Journal journal, Known known) {
        this.known = known;
        this.journal = journal;
        Map<String, List<Entry>> byLabel = new LinkedHashMap<>();
        journal.of(Stage.LEAK)
                .forEach(entry -> byLabel.computeIfAbsent(entry.label(), unused -> new ArrayList<>())
                        .add(entry));
        double least = journal.entries().stream()
                .mapToDouble(entry -> entry.answer().latency())
                .min()
                .orElse(0);
        byLabel.values().forEach(together -> volleys.add(volley(together, SURELY * least)));
    }

    private Volley volley(List<Entry> together, double latency) {
        long origin = journal.entries().get(0).answer().sentNanos();
        long first = together.get(0).answer().sentNanos();
        long duration = together.stream()
                .mapToLong(entry -> entry.answer().doneNanos() - first)
                .max()
                .orElse(0);
        int admitted = (int)
                together.stream().filter(entry -> entry.answer().admitted()).count();
        double span = Math.max(0, duration / 1e9 - latency);
        return new Volley(together.size(), admitted, (first - origin) / 1e9, span);
    }

    Section section() {
        if (volleys.isEmpty()) {
            section.json().putNull("leak");
        } else {
            leak();
        }
        String reason = journal.stops().getOrDefault(Stage.LEAK, "");
        if (!reason.isEmpty()) {
            section.line("Leak", (volleys.isEmpty() ? "not tried: " : "ended early: ") + reason);
        }
        return section;
    }

    private void leak() {
        ObjectNode leak = section.json().putObject("leak");
        leak.put("volley", volleys.stream().mapToInt(Volley::size).max().orElse(0));
        ArrayNode tries = leak.putArray("tries");
        volleys.forEach(volley -> tries.add(volley.admitted()));
        leak.put("quota", known.whole());
        List<Integer> allowances = allowances();
        int allowance = 0;
        int max = 0;
        for (int i = 0; i < volleys.size(); i++) {
            allowance = Math.max(allowance, allowances.get(i));
            max = Math.max(max, volleys.get(i).admitted() - known.whole() - allowances.get(i));
        }
        leak.put("refillAllowance", allowance).put("max", max);
        String seen = volleys.size() + (volleys.size() == 1 ? " volley" : " volleys") + " admitted "
                + String.join(
                        ", ",
                        volleys.stream().map(volley -> "" + volley.admitted()).toList()) + " of "
                + volleys.get(0).size() + " at once, quota " + known.whole()
                + (allowance == 0 ? "" : ", of which up to " + allowance + " came back meanwhile");
        section.line("Leak", max == 0 ? "none seen: " + seen : max + " too many: " + seen + severity(max));
    }

    private String severity(int max) {
        return max >= Math.max(2, WORTH * known.whole()) ? "  [HIGH]" : "  [MEDIUM]";
    }

    /** What may have come back during each volley, in whole requests. */
    private List<Integer> allowances() {
        List<Integer> allowances = new ArrayList<>();
        Known.Ticks ticks = known.ticks();
        for (Volley volley : volleys) {
            double refilled = known.capacity() + known.rate() * volley.span() + 1e-6;
            if (ticks != null && ticks.phase() != null) {
                refilled += ticks.lump() * ticks.between(volley.from(), volley.from() + volley.span());
            }
            allowances.add((int) Math.floor(refilled) - known.whole());
        }
        if (ticks != null && ticks.phase() == null) {
            ticked(allowances, ticks);
        }
        return allowances;
    }

    /** Nobody knows when ticks fall: the volleys that admitted most may have met one, but only so many of them. */
    private void ticked(List<Integer> allowances, Known.Ticks ticks) {
        double longest = volleys.stream().mapToDouble(Volley::span).max().orElse(0);
        int most = mostTicked(volleys.size(), Math.min(1, longest / ticks.every()));
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < volleys.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparing((Integer i) -> -volleys.get(i).admitted()));
        for (int i : order.subList(0, Math.min(most, order.size()))) {
            double lumps = ticks.lump() * ticks.between(0, volleys.get(i).span());
            allowances.set(i, allowances.get(i) + (int) Math.floor(lumps + 1e-6));
        }
    }

    /** The least number that is exceeded with less than the chance {@link #NEVER}, of {@code n} with this chance each. */
    private static int mostTicked(int n, double chance) {
        double beyond = 1;
        for (int k = 0; k <= n; k++) {
            beyond -= choose(n, k) * Math.pow(chance, k) * Math.pow(1 - chance, n - k);
            if (beyond < NEVER) {
                return k;
            }
        }
        return n;
    }

    private static double choose(int n, int k) {
        double ways = 1;
        for (int i = 0; i < k; i++) {
            ways = ways * (n - i) / (i + 1);
        }
        return ways;
    }
}
