package dev.seaworthy.ratelimit.header;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seaworthy.ratelimit.model.Limiter;
import dev.seaworthy.ratelimit.model.LimiterClass;
import dev.seaworthy.ratelimit.session.Entry;
import dev.seaworthy.ratelimit.session.Journal;
import dev.seaworthy.ratelimit.verdict.Numbers;
import dev.seaworthy.ratelimit.verdict.Section;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Holds what the answers announced against what the limiter did. Pure. */
public final class HeaderTruth {
    /** Says that refusals make no promise. */
    public static final String SILENT = "no refusal says when to come back";

    private static final double NEVER = 8;
    private static final Set<LimiterClass> COUNTING_DOWN = Set.of(LimiterClass.FWA, LimiterClass.FWF, LimiterClass.SL);

    private final List<Entry> log;
    private final List<PromiseCheck> checks;
    private final List<HeaderFinding> findings = new ArrayList<>();
    private final Set<String> forms = new TreeSet<>();

    private HeaderTruth(List<Entry> log, List<PromiseCheck> checks, @Nullable Limiter model) {
        this.log = log;
        this.checks = checks;
        for (Entry entry : log) {
            forms.addAll(
                    Announcement.in(entry.answer().headers(), Instant.EPOCH).forms());
        }
        presence();
        defects();
        promises();
        if (model != null) {
            quotas(model);
            remaining(model);
        }
    }

    /**
     * Holds a journal against the limiter.
     *
     * @param model what the limiter is, where that is known well; null otherwise, and then amounts are not judged
     */
    public static HeaderTruth of(Journal journal, @Nullable Limiter model) {
        List<Entry> log = journal.entries().stream().filter(Entry::isControl).toList();
        return new HeaderTruth(log, PromiseTrial.judge(journal), model);
    }

    /** What it adds to the verdict. */
    public Section section() {
        Section section = new Section();
        ObjectNode json = section.json().putObject("headers");
        ArrayNode names = json.putArray("forms");
        forms.forEach(names::add);
        ArrayNode kept = json.putArray("promisesKept");
        for (PromiseCheck check : checks) {
            if (check.extra() == 0 && check.admitted()) {
                kept.add(check.field());
                section.line("Headers", check.field() + " keeps its promise (tested in silence)");
            }
        }
        ArrayNode found = json.putArray("findings");
        for (HeaderFinding finding : findings) {
            section.line("Headers", finding.field() + " " + finding.text() + "  [" + finding.severity() + "]");
            ObjectNode one = found.addObject()
                    .put("id", finding.id())
                    .put("field", finding.field())
                    .put("text", finding.text())
                    .put("severity", finding.severity());
            double[] late = finding.late();
            if (late != null) {
                one.put("promised", finding.promised()).put("kept", false);
                one.putArray("lateBySeconds").add(late[0]).add(Double.isNaN(late[1]) ? null : (Double) late[1]);
            }
        }
        return section;
    }

    /** Each promise that was put to the test. */
    public List<PromiseCheck> promisesTested() {
        return checks;
    }

    /** What is wrong. */
    public List<HeaderFinding> findings() {
        return findings;
    }

    /** Which forms of header were seen. */
    public Set<String> forms() {
        return forms;
    }

    private void presence() {
        boolean refused = log.stream().anyMatch(entry -> entry.answer().refused());
        boolean told = log.stream()
                .filter(entry -> entry.answer().refused())
                .anyMatch(entry -> !Announcement.in(entry.answer().headers(), Instant.EPOCH)
                        .waits()
                        .isEmpty());
        if (refused && !told) {
            add("H6", "Retry-After", SILENT, "LOW");
        }
    }

    private void defects() {
        Map<String, HeaderFinding> first = new LinkedHashMap<>();
        for (Entry entry : log) {
            for (Announcement.Defect defect :
                    Announcement.in(entry.answer().headers(), Instant.EPOCH).defects()) {
                first.putIfAbsent(
                        defect.field() + defect.fault(),
                        new HeaderFinding(
                                "H6",
                                defect.field(),
                                "\"" + defect.value() + "\" " + defect.fault(),
                                null,
                                null,
                                "LOW"));
            }
        }
        findings.addAll(first.values());
    }

    private void promises() {
        Map<String, List<PromiseCheck>> byField = new LinkedHashMap<>();
        checks.forEach(check -> byField.computeIfAbsent(check.field(), unused -> new ArrayList<>())
                .add(check));
        byField.forEach((field, tries) -> {
            PromiseCheck first = tries.get(0);
            if (first.admitted()) {
                return;
            }
            double low = 0;
            double high = Double.NaN;
            for (PromiseCheck check : tries) {
                low = check.admitted() ? low : check.extra();
                high = check.admitted() ? check.extra() : high;
            }
            String when = Double.isNaN(high)
                    ? "still refused " + Numbers.text(Math.max(low, NEVER)) + " s later"
                    : "admitted only " + Numbers.text(low) + " to " + Numbers.text(high) + " s later";
            findings.add(new HeaderFinding(
                    "H3",
                    field,
                    "says " + first.value() + ", too early: " + when,
                    first.promised(),
                    new double[] {low, high},
                    "HIGH"));
        });
    }

    private void quotas(Limiter model) {
        Set<String> told = new LinkedHashSet<>();
        for (Entry entry : log) {
            for (Announcement.Quota quota :
                    Announcement.in(entry.answer().headers(), Instant.EPOCH).quotas()) {
                if (told.add(quota.field() + quota.amount()) && !agrees(quota, model)) {
                    add("H1", quota.field(), said(quota, model), "MEDIUM");
                }
            }
        }
    }

    private static String said(Announcement.Quota quota, Limiter model) {
        long admits = Math.round(model.capacity());
        String nodes = quota.amount() > 0 && admits > quota.amount() && admits % quota.amount() == 0
                ? ": " + admits / quota.amount() + " times as many, as if each of so many nodes counted alone"
                : "";
        return "says " + quota.amount() + ", admits " + admits + nodes;
    }

    private static boolean agrees(Announcement.Quota quota, Limiter model) {
        if (Math.abs(quota.amount() - model.capacity()) < 0.5) {
            return true;
        }
        if (!model.kind().bucket() && !model.kind().composite()) {
            return false;
        }
        // A bucket may name what it refills, in whatever time.
        double rate = model.capacity() / model.recovery();
        double seconds = quota.seconds() == null ? 0 : quota.seconds();
        return model.kind().composite()
                || seconds == 0
                || Math.abs(quota.amount() - rate * seconds) <= Math.max(1, 0.05 * quota.amount());
    }

    /** Window limits count down; any limit has nothing left when it refuses. */
    private void remaining(Limiter model) {
        Set<String> blamed = new LinkedHashSet<>();
        for (Entry entry : log) {
            for (Announcement.Remaining left :
                    Announcement.in(entry.answer().headers(), Instant.EPOCH).remaining()) {
                if (entry.answer().refused() && left.amount() > 0 && blamed.add(left.field())) {
                    add("H2", left.field(), "says " + left.amount() + " are left on a refusal", "MEDIUM");
                }
            }
        }
        if (COUNTING_DOWN.contains(model.kind())) {
            countdown((int) model.capacity(), blamed);
        }
    }

    /** Only the first burst began at a known state, and only one by one is its order known. */
    private void countdown(int quota, Set<String> blamed) {
        int admitted = 0;
        int wrong = 0;
        String field = "";
        for (Entry entry : log) {
            if (!entry.answer().admitted()) {
                break;
            }
            admitted++;
            for (Announcement.Remaining left :
                    Announcement.in(entry.answer().headers(), Instant.EPOCH).remaining()) {
                field = left.field();
                wrong += left.amount() == quota - admitted ? 0 : 1;
            }
        }
        boolean alone =
                log.stream().limit(admitted).map(Entry::volley).distinct().count() == admitted;
        if (wrong > 1 && alone && admitted == quota && blamed.add(field)) {
            add("H2", field, "does not count down: " + wrong + " of " + admitted + " are wrong", "MEDIUM");
        }
    }

    private void add(String id, String field, String text, String severity) {
        boolean known = findings.stream()
                .anyMatch(finding -> finding.id().equals(id)
                        && finding.field().equalsIgnoreCase(field)
                        && finding.text().equals(text));
        if (!known) {
            findings.add(new HeaderFinding(id, field, text, null, null, severity));
        }
    }
}
