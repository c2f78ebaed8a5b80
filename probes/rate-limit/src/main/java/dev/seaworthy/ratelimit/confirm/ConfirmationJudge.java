package dev.seaworthy.ratelimit.confirm;

import dev.seaworthy.ratelimit.session.Answer;
import dev.seaworthy.ratelimit.session.Entry;
import dev.seaworthy.ratelimit.session.Journal;
import dev.seaworthy.ratelimit.session.Stage;
import dev.seaworthy.ratelimit.verdict.Numbers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Draws from a journal whether a declaration holds. Pure. */
final class ConfirmationJudge {
    private final Journal journal;
    private final Declaration declaration;

    /** What was sent the last time that it was tried: what was sent too late is taken again. */
    private final List<Entry> last;

    private final List<Confirmed.Test> tests = new ArrayList<>();
    private Confirmed.Form form = Confirmed.Form.UNKNOWN;
    private boolean complete;
    private boolean lockedOut;

    ConfirmationJudge(Journal journal, Declaration declaration) {
        this.journal = journal;
        this.declaration = declaration;
        List<Entry> all = journal.of(Stage.CONFIRM);
        int taken = all.isEmpty() ? 0 : all.get(all.size() - 1).round();
        last = all.stream().filter(entry -> entry.round() == taken).toList();
    }

    Confirmed judge() {
        List<Answer> burst = rested(labelled(Confirmation.AGAIN));
        burst = burst.isEmpty() ? rested(labelled(Confirmation.BURST)) : burst;
        int admitted = admittedByFirstRefusal(burst);
        if (!burst.isEmpty()) {
            amount(burst, admitted);
            if (declaration.allowance() instanceof Allowance.Window window) {
                window(window, burst.get(0));
            } else {
                bucket((Allowance.Bucket) declaration.allowance());
            }
        }
        boolean refuted = tests.stream().anyMatch(test -> !test.pass());
        Confirmed.Result result =
                refuted ? Confirmed.Result.REFUTED : complete ? Confirmed.Result.CONFIRMED : Confirmed.Result.UNPROVEN;
        return new Confirmed(declaration, result, form, admitted, lockedOut, tests);
    }

    /** Without what was refused before anything was admitted: there, somebody else had used the key. */
    private static List<Answer> rested(List<Answer> burst) {
        return burst.stream().dropWhile(Answer::refused).toList();
    }

    private void amount(List<Answer> burst, int admitted) {
        boolean refused = burst.stream().anyMatch(Answer::refused);
        double elapsed = span(burst);
        String seen = admitted + " admitted in " + Numbers.text(elapsed) + " s";
        if (refused || admitted >= declaration.lowest()) {
            test(
                    "C1",
                    admitted >= declaration.lowest(),
                    seen + " before a refusal; at least " + declaration.lowest() + " are due");
        }
        int highest = declaration.highest(elapsed);
        if (refused || admitted > highest) {
            test(
                    "C2",
                    admitted <= highest,
                    seen + (refused ? "" : ", and none refused") + "; at most " + highest + " are due");
        }
    }

    private void window(Allowance.Window window, Answer opening) {
        double margin = Confirmation.margin(window.seconds());
        String edge = Numbers.text(window.seconds()) + " s after the first request";
        Answer before = only(Confirmation.BEFORE);
        if (before != null && !Confirmation.late(before, opening, window.seconds())) {
            double asked = (before.doneNanos() - opening.sentNanos()) / 1e9;
            test(
                    "C3",
                    before.refused(),
                    "a request " + Numbers.text(asked) + " s after the first, in the " + Numbers.text(window.seconds())
                            + " s of its window, was " + told(before));
        }
        Answer after = only(Confirmation.AFTER);
        Answer silent = only(Confirmation.SILENT);
        if (after != null && (after.admitted() || silent != null)) {
            boolean back = after.admitted() || (silent != null && silent.admitted());
            lockedOut = !back;
            String probed = after.admitted()
                    ? ""
                    : "; refused after probing, and "
                            + (back
                                    ? "admitted after a silent window: refusals count"
                                    : "refused after a silent window as well");
            test(
                    "C4",
                    back,
                    "a request " + Numbers.text(margin) + " s after the end, " + edge + ", was " + told(after)
                            + probed);
        }
        boolean inTime = before == null || !Confirmation.late(before, opening, window.seconds());
        complete = halves(window, silent == null ? after : silent) && inTime && tests.size() >= 4;
    }

    /** Whether the second quota could be judged, as far as it has halves. */
    private boolean halves(Allowance.Window window, @Nullable Answer back) {
        Answer full = only(Confirmation.FULL);
        if (back == null || full == null) {
            return back != null;
        }
        List<Answer> second = labelled(Confirmation.SECOND_HALF);
        List<Answer> both = new ArrayList<>(labelled(Confirmation.FIRST_HALF));
        int first = both.size() + 1;
        both.addAll(second);
        long refused = both.stream().filter(Answer::refused).count();
        int forgiven = window.quota() - declaration.lowest();
        test("C5", refused <= forgiven, refused + " of the second quota, sent in two halves, were refused");
        if (Confirmation.late(full, back, window.seconds())) {
            return false;
        }
        test("C6", full.refused() || declaration.tolerance() > 0, "the next one was " + told(full));
        drained(first, forgiven, window, second.get(0));
        return true;
    }

    /** What came back before the second half may have aged out as well. */
    private void drained(int first, int forgiven, Allowance.Window window, Answer second) {
        List<Answer> drain = labelled(Confirmation.DRAIN).stream()
                .filter(answer -> (answer.doneNanos() - second.sentNanos()) / 1e9 < window.seconds())
                .toList();
        long back = drain.stream().filter(Answer::admitted).count();
        if (back >= declaration.lowest()) {
            form = Confirmed.Form.FIXED_WINDOW;
        } else if (drain.stream().noneMatch(Answer::refused)) {
            return;
        } else if (Math.abs(back - first) <= 1 + forgiven) {
            form = Confirmed.Form.SLIDING_WINDOW;
        }
        test(
                "C7",
                form != Confirmed.Form.UNKNOWN,
                back + " came back when only the first " + first
                        + " of the second quota had aged out"
                        + (form == Confirmed.Form.UNKNOWN ? ": neither a fixed nor a sliding window" : ""));
    }

    private void bucket(Allowance.Bucket bucket) {
        List<Answer> half = labelled(Confirmation.HALF_BACK);
        List<Answer> all = labelled(Confirmation.ALL_BACK);
        double tolerance = declaration.tolerance();
        if (!half.isEmpty()) {
            double idle = idleBefore(half.get(0));
            double doubt = half.get(0).latency() + 0.003;
            double least = Math.min(bucket.burst(), bucket.perSecond() * (idle - doubt));
            double most =
                    Math.min(bucket.burst(), bucket.perSecond() * (idle + doubt)) + bucket.perSecond() * span(half);
            int lowest = (int) Math.max(0, Math.floor(least * (1 - tolerance)) - 1);
            int highest = (int) Math.ceil(most * (1 + tolerance)) + 1;
            back("C3", half, Numbers.text(idle) + " s of silence", lowest, highest);
        }
        if (!all.isEmpty()) {
            lockedOut = all.get(0).refused();
            String rest = "a rest of " + Numbers.text(bucket.recovery()) + " s";
            back("C4", all, rest, declaration.lowest() - 1, declaration.highest(span(all)));
            form = Confirmed.Form.BUCKET;
            complete = all.stream().anyMatch(Answer::refused);
        }
    }

    /** Too many need no refusal to be too many. */
    private void back(String id, List<Answer> burst, String silence, int lowest, int highest) {
        boolean refused = burst.stream().anyMatch(Answer::refused);
        int back = admittedByFirstRefusal(burst);
        if (refused || back > highest) {
            test(
                    id,
                    back >= lowest && back <= highest,
                    back + " came back after " + silence + (refused ? "" : ", and none was refused") + "; " + lowest
                            + " to " + highest + " are due");
        }
    }

    /** From the answer before to this request. */
    private double idleBefore(Answer answer) {
        double last = 0;
        for (Entry entry : journal.entries()) {
            if (entry.answer() == answer) {
                break;
            }
            last = journal.at(entry.answer().doneNanos());
        }
        return journal.at(answer.sentNanos()) - last;
    }

    private void test(String id, boolean pass, String detail) {
        tests.add(new Confirmed.Test(id, pass, detail));
    }

    private static String told(Answer answer) {
        return answer.admitted() ? "admitted" : answer.refused() ? "refused" : "answered with " + answer.text();
    }

    /** Of those that were under way by the first refusal: what came later may be a refill. All without a refusal. */
    private int admittedByFirstRefusal(List<Answer> burst) {
        double first = burst.stream()
                .filter(Answer::refused)
                .mapToDouble(answer -> journal.at(answer.doneNanos()))
                .min()
                .orElse(Double.POSITIVE_INFINITY);
        return (int) burst.stream()
                .filter(answer -> answer.admitted() && journal.at(answer.sentNanos()) <= first)
                .count();
    }

    private static double span(List<Answer> burst) {
        return burst.isEmpty()
                ? 0
                : (burst.get(burst.size() - 1).doneNanos() - burst.get(0).sentNanos()) / 1e9;
    }

    private @Nullable Answer only(String label) {
        List<Answer> found = labelled(label);
        return found.isEmpty() ? null : found.get(0);
    }

    private List<Answer> labelled(String label) {
        return last.stream()
                .filter(entry -> entry.label().equals(label))
                .map(Entry::answer)
                .toList();
    }
}
