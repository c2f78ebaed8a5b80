package dev.seaworthy.auth.bench;

import dev.seaworthy.kernel.Exchange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What the checks have made at the target and must end again: sessions, objects, clients. Each is noted when it is made and
 * struck off when it is known to be gone. Thread-safe.
 */
public final class CleanUp {
    private final Deque<Made> list = new ArrayDeque<>();

    /** Notes something that was just made. */
    public synchronized void note(Made made) {
        list.push(made);
    }

    /** How many things are on the list. */
    public synchronized int size() {
        return list.size();
    }

    /** Ends everything, the newest first, and strikes off what is gone. What is left stays on the list. */
    public List<Ended> endAll() throws InterruptedException {
        List<Ended> ended = new ArrayList<>();
        for (Made made : taken()) {
            Ended end = made.end();
            ended.add(end);
            if (!end.gone()) {
                keep(made);
            }
        }
        return ended;
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
        /** Ends it, and looks whether it is gone. */
        Ended end() throws InterruptedException;

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
     * @param exchanges what was sent for it; may be empty
     */
    public record Ended(String what, boolean gone, String how, boolean answered, List<Exchange> exchanges) {
        public Ended {
            exchanges = List.copyOf(exchanges);
        }
    }
}
