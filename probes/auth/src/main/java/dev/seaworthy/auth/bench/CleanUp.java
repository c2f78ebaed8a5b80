package dev.seaworthy.auth.bench;

import dev.seaworthy.kernel.Exchange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * What the checks have made at the target and must end again: sessions, objects, clients. Each is noted when it is made and
 * struck off when it is known to be gone. Thread-safe.
 */
public final class CleanUp {
    private final Deque<Made> list = new ArrayDeque<>();
    private volatile boolean seenAnEnd;

    /** Notes something that was just made. */
    public synchronized void note(Made made) {
        list.push(made);
    }

    /** Takes off the list what needs no end of its own. */
    synchronized void strike(Predicate<Made> which) {
        list.removeIf(which);
    }

    /** How many things are on the list. */
    public synchronized int size() {
        return list.size();
    }

    /**
     * Ends everything, the newest first, and strikes off what is gone. What is left stays on the list. Of many things the
     * first is looked for afterwards, and then every ninth: their ends are all asked for in the same way. Once one is found
     * to be left, all that follow are looked for.
     */
    public List<Ended> endAll() throws InterruptedException {
        List<Ended> ended = new ArrayList<>();
        boolean trusted = true;
        for (Made made : taken()) {
            Ended end = made.end(!trusted || ended.size() % 9 == 0);
            ended.add(end);
            if (!end.gone()) {
                trusted = false;
                keep(made);
            }
        }
        return ended;
    }

    /** Notes that something was there, was ended, and was gone. */
    void sawAnEnd() {
        seenAnEnd = true;
    }

    /** Whether ending a thing was seen to work once. */
    boolean hasSeenAnEnd() {
        return seenAnEnd;
    }

    /** Sends what ends things and verifies nothing; for the moment when nobody asks any more. */
    public List<CompletableFuture<?>> abandon() {
        List<CompletableFuture<?>> sent = new ArrayList<>();
        taken().forEach(made -> sent.add(made.abandon()));
        return sent;
    }

    private synchronized List<Made> taken() {
        List<Made> all = new ArrayList<>(list);
        list.clear();
        return all;
    }

    private synchronized void keep(Made made) {
        list.addLast(made);
    }

    /** One thing that was made. */
    public interface Made {
        /**
         * Ends it.
         *
         * @param look whether to look for it afterwards, instead of trusting a success
         */
        Ended end(boolean look) throws InterruptedException;

        /** Asks the target to end it, and looks no further. */
        CompletableFuture<?> abandon();
    }

    /**
     * What came of ending one thing.
     *
     * @param what was made, e.g. {@code the session of ada@twin.test}
     * @param gone whether it was seen to be gone
     * @param how it was seen to be gone, or why it was not, as the end of a sentence that begins with {@code what}
     * @param answered whether the target answered at all
     * @param looked whether it was looked for afterwards
     * @param exchanges what was sent for it; may be empty
     */
    public record Ended(
            String what, boolean gone, String how, boolean answered, boolean looked, List<Exchange> exchanges) {
        public Ended {
            exchanges = List.copyOf(exchanges);
        }
    }
}
