package dev.seaworthy.auth.transport;

import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a rule says of the exchanges that it looked at. Filled by one thread. */
final class Judgement {
    private final List<String> violations = new ArrayList<>();
    private final List<String> doubts = new ArrayList<>();
    private final Map<String, Object> facts = new LinkedHashMap<>();
    private String skipped = "";
    private String passed = "";

    /** A violation: one refutes. */
    Judgement violated(String what) {
        violations.add(what);
        return this;
    }

    /** What leaves the claim unproven, unless something refutes it. */
    Judgement doubted(String what) {
        doubts.add(what);
        return this;
    }

    /** Why the claim is not tested here. */
    Judgement skipped(String why) {
        skipped = why;
        return this;
    }

    /** What to say if nothing refutes it. */
    Judgement passed(String why) {
        passed = why;
        return this;
    }

    Judgement fact(String name, Object value) {
        facts.put(name, value);
        return this;
    }

    boolean isOpen() {
        return violations.isEmpty() && doubts.isEmpty() && skipped.isEmpty();
    }

    /** The verdict: violations before doubts, and doubts before what does not apply. */
    Finding finding(Claim claim, List<Exchange> exchanges) {
        if (exchanges.isEmpty()) {
            return skipped.isEmpty()
                    ? Finding.error(claim, doubts.isEmpty() ? "nothing was sent" : doubts.get(0))
                    : Finding.skipped(claim, skipped);
        }
        Finding finding;
        Evidence evidence = Evidence.of(exchanges);
        if (!violations.isEmpty()) {
            finding = Finding.fail(claim, first(violations), evidence).with("violations", List.copyOf(violations));
        } else if (!doubts.isEmpty()) {
            finding = Finding.unproven(claim, first(doubts), evidence).with("doubts", List.copyOf(doubts));
        } else if (!skipped.isEmpty()) {
            finding = Finding.skipped(claim, skipped);
        } else {
            finding = Finding.pass(claim, passed, evidence);
        }
        for (Map.Entry<String, Object> fact : facts.entrySet()) {
            finding = finding.with(fact.getKey(), fact.getValue());
        }
        return finding;
    }

    private static String first(List<String> all) {
        return all.get(0) + (all.size() > 1 ? "; and " + (all.size() - 1) + " more" : "");
    }
}
