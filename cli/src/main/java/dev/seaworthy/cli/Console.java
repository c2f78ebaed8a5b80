package dev.seaworthy.cli;

import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.kernel.Verdict;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Where people read: results on standard output, progress on standard error. On a terminal the status is one live line;
 * elsewhere it is a plain line now and then. Thread-safe.
 */
final class Console {
    private static final long PLAIN_STATUS_EVERY_NANOS = 5_000_000_000L;
    private static final String ERASE_LINE = "\r\u001b[2K";

    private final PrintStream out;
    private final PrintStream err;
    private final boolean live;
    private final boolean colour;
    private final TimeSource time;
    private boolean statusShown;
    private long lastPlainStatusNanos = Long.MIN_VALUE;

    Console(PrintStream out, PrintStream err, boolean live, boolean colour, TimeSource time) {
        this.out = out;
        this.err = err;
        this.live = live;
        this.colour = colour;
        this.time = time;
    }

    /** The console of this process; the launcher tells whether standard error is a terminal. */
    static Console ofProcess() {
        boolean terminal = Boolean.getBoolean("seaworthy.terminal");
        boolean plain =
                System.getenv("NO_COLOR") != null && !System.getenv("NO_COLOR").isEmpty();
        return new Console(
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                terminal,
                terminal && !plain,
                TimeSource.system());
    }

    /** A result: the only thing that goes to standard output. */
    synchronized void result(String text) {
        eraseStatus();
        out.println(text);
        out.flush();
    }

    /** A line of progress that stays. */
    synchronized void line(String text) {
        eraseStatus();
        err.println(text);
    }

    /** What is going on right now; the next call replaces it. */
    synchronized void status(String text) {
        if (live) {
            err.print(ERASE_LINE + text);
            err.flush();
            statusShown = true;
            return;
        }
        long now = time.nanos();
        if (lastPlainStatusNanos == Long.MIN_VALUE || now - lastPlainStatusNanos >= PLAIN_STATUS_EVERY_NANOS) {
            lastPlainStatusNanos = now;
            err.println(text);
        }
    }

    /** A verdict as a word of fixed width, coloured where that is wanted. */
    String word(Verdict verdict) {
        String word = String.format(Locale.ROOT, "%-8s", verdict);
        String code = switch (verdict) {
            case PASS -> "32";
            case FAIL, ERROR -> "31";
            case UNPROVEN -> "33";
            case SKIPPED -> "2";
        };
        return paint(word, code);
    }

    String bold(String text) {
        return paint(text, "1");
    }

    private String paint(String text, String code) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    private void eraseStatus() {
        if (statusShown) {
            err.print(ERASE_LINE);
            err.flush();
            statusShown = false;
        }
    }
}
