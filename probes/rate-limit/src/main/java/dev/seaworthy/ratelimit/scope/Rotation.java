package dev.seaworthy.ratelimit.scope;

import dev.seaworthy.ratelimit.session.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a spelling was given that counts on another quota, when it was sent again and again with what can vary about it
 * varied. Pure.
 *
 * @param sent so many requests
 * @param admitted so many of them
 * @param refused so many of them
 * @param seconds from the first to the last
 */
record Rotation(int sent, int admitted, int refused, double seconds) {
    private static final String LABEL = "rotate ";
    private static final int BEYOND = 3;

    /** What the spelling amounts to. */
    enum Verdict {
        /** The limit is not there for who spells like this. */
        UNLIMITED,
        /** One more quota. */
        SECOND_BUCKET,
        /** No way around the limit. */
        NONE
    }

    static String label(String name) {
        return LABEL + name;
    }

    /** What was sent for it; null if nothing was. */
    static @Nullable Rotation of(List<Entry> stage, String name, Reading.Look look) {
        List<Entry> rotated = stage.stream()
                .filter(entry -> entry.label().equals(label(name)))
                .toList();
        if (rotated.isEmpty()) {
            return null;
        }
        long begin = rotated.get(0).answer().sentNanos();
        long longest = rotated.stream()
                .mapToLong(entry -> entry.answer().doneNanos() - begin)
                .max()
                .orElse(0);
        int admitted = (int) rotated.stream()
                .map(Entry::answer)
                .filter(answer -> answer.admitted() && look.fits(answer))
                .count();
        int refused =
                (int) rotated.stream().filter(entry -> entry.answer().refused()).count();
        return new Rotation(rotated.size(), admitted, refused, longest / 1e9);
    }

    /** More than any quota like the own one gives in this time, and nothing refused; null if it was too little to say. */
    @Nullable
    Verdict verdict(Known known) {
        if (refused > 0) {
            return Verdict.SECOND_BUCKET;
        }
        return admitted >= known.whole() + BEYOND && admitted > known.most(seconds) ? Verdict.UNLIMITED : null;
    }

    /** How many are still to be sent, as far as can be said now. */
    static int missing(@Nullable Rotation soFar, Known known) {
        int least = known.whole() + BEYOND;
        return soFar == null
                ? least
                : Math.max(least, (int) Math.floor(known.most(soFar.seconds)) + 1) - soFar.admitted;
    }
}
