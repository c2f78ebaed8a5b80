package dev.seaworthy.cli;

import dev.seaworthy.kernel.Check;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import java.util.List;
import java.util.Locale;

/** What the checks of a plan cost the target, and which of them go too far. */
final class Footprints {
    private Footprints() {}

    /** Whether a check may run; one under the load of the contract is asked for by that load. */
    static boolean isWithin(Check check, SafetyClass allowed) {
        SafetyClass safety = check.card().footprint().safety();
        return safety == SafetyClass.LOAD || safety.compareTo(allowed) <= 0;
    }

    /**
     * Why a check is left out that goes too far. What no run does by itself was not asked for, and is in nobody's way; what
     * was ruled out although runs do it is missing.
     */
    static String leftOut(Check check) {
        SafetyClass safety = check.card().footprint().safety();
        String why = safety.compareTo(SafetyClass.USUAL) > 0 ? "not asked for" : "ruled out by --safety";
        return why + ": it " + safety.meaning() + "; --safety " + safety.code() + " runs it";
    }

    /** One line for each check. */
    static String table(List<Check> checks, SafetyClass allowed) {
        StringBuilder text = new StringBuilder();
        for (Check check : checks) {
            CheckCard card = check.card();
            Footprint footprint = card.footprint();
            text.append(String.format(
                            Locale.ROOT,
                            "  %-4s%-36s leaves %s%s%s",
                            footprint.safety().code(),
                            card.id(),
                            footprint.leaves(),
                            requests(footprint),
                            isWithin(check, allowed) ? "" : "   (left out: --safety " + allowed.code() + ")"))
                    .append('\n');
        }
        return text.toString().stripTrailing();
    }

    /** A footprint in words. */
    static String sentence(Footprint footprint) {
        SafetyClass safety = footprint.safety();
        return safety.code() + ": " + safety.meaning() + "; leaves " + footprint.leaves() + requests(footprint) + ".";
    }

    private static String requests(Footprint footprint) {
        return footprint.requests() == 0 ? "" : "; at most " + footprint.requests() + " requests on one route";
    }
}
