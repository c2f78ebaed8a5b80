package dev.seaworthy.ratelimit.scope;

import dev.seaworthy.ratelimit.session.Answer;
import dev.seaworthy.ratelimit.session.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the sandwiches of one variation say. In a sandwich the usual request is refused before and after the varied one; or
 * it is refused almost always in a volley in which the varied one is somewhere. Pure.
 *
 * @param valid sandwiches whose controls held
 * @param admitted in how many of them the varied request was admitted
 * @param chance a bound for the chance of that if it was counted on the same quota: that each time it got what had just
 *     come back
 * @param bucket what follows; null where that is not enough to say
 */
record Reading(
        int valid, int admitted, double chance, @Nullable Bucket bucket) {
    /** What is taken for impossible. */
    static final double NEVER = 1e-5;

    private static final int ENOUGH = 3;
    private static final int FORBIDDEN = 403;
    private static final int UNAUTHORISED = 401;
    private static final int SERVER_ERROR = 500;

    /** One failure may be an accident. */
    private static final int ACCIDENTS = 1;

    /** What a varied request is answered if it reaches what the usual one does. */
    interface Look {
        boolean fits(Answer answer);
    }

    /** Reads the entries of a stage: those of the variation that are labelled with its name. */
    static Reading of(List<Entry> stage, String name, Known known, Look look) {
        int valid = 0;
        int admitted = 0;
        int failed = 0;
        double chance = 1;
        int refusal = refusal(stage);
        for (int i = 0; i < stage.size(); i++) {
            Entry varied = stage.get(i);
            if (!varied.variation().equals(name) || !varied.label().equals(name)) {
                continue;
            }
            Answer answer = varied.answer();
            if (answer.status() == UNAUTHORISED || answer.status() == FORBIDDEN && refusal != FORBIDDEN) {
                return new Reading(valid, admitted, chance, Bucket.UNAUTHENTICATED);
            }
            if (!answer.refused() && !(answer.admitted() && look.fits(answer))) {
                boolean accident = answer.status() == 0 || answer.status() >= SERVER_ERROR;
                if (accident && ++failed <= ACCIDENTS) {
                    continue;
                }
                return new Reading(valid, admitted, chance, Bucket.NOT_ROUTED);
            }
            double lucky = luck(stage, i, known);
            if (answer.refused()) {
                boolean held = lucky < 1 || lone(stage, i) && refusedControl(stage, i - 1);
                if (held && !decided(admitted, chance, known)) {
                    return new Reading(valid + 1, admitted, chance, Bucket.SAME);
                }
            } else if (lucky < 1) {
                valid++;
                admitted++;
                chance *= lucky;
            }
        }
        return new Reading(valid, admitted, chance, decided(admitted, chance, known) ? Bucket.OTHER : null);
    }

    /** A quota of one or two gives no three requests. */
    private static boolean decided(int admitted, double chance, Known known) {
        return admitted >= Math.min(ENOUGH, known.whole()) && chance <= NEVER;
    }

    /** The chance that one on the same quota would be admitted here; 1 where the controls do not hold. */
    private static double luck(List<Entry> stage, int at, Known known) {
        if (lone(stage, at)) {
            boolean held = refusedControl(stage, at - 1) && refusedControl(stage, at + 1);
            return held ? known.chance(seconds(stage.get(at - 1), stage.get(at))) : 1;
        }
        int volley = stage.get(at).volley();
        List<Entry> together =
                stage.stream().filter(entry -> entry.volley() == volley).toList();
        long let = together.stream().filter(entry -> entry.answer().admitted()).count();
        boolean held = 3 * let <= together.size();
        // Which of them gets what has come back does not depend on which is which.
        return held ? Math.max(let, 1) / (double) together.size() : 1;
    }

    private static boolean lone(List<Entry> stage, int at) {
        int volley = stage.get(at).volley();
        return (at == 0 || stage.get(at - 1).volley() != volley)
                && (at + 1 == stage.size() || stage.get(at + 1).volley() != volley);
    }

    private static boolean refusedControl(List<Entry> stage, int at) {
        return at >= 0
                && at < stage.size()
                && stage.get(at).isControl()
                && stage.get(at).answer().refused();
    }

    private static double seconds(Entry from, Entry to) {
        return (to.answer().doneNanos() - from.answer().sentNanos()) / 1e9;
    }

    /** By which status the usual request is refused; 0 if it is not. */
    private static int refusal(List<Entry> stage) {
        return stage.stream()
                .filter(entry -> entry.isControl() && entry.answer().refused())
                .mapToInt(entry -> entry.answer().status())
                .findFirst()
                .orElse(0);
    }
}
