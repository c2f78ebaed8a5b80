package dev.seaworthy.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** The long form of a failure of ours, for those who asked for it. */
final class StackTraces {
    private StackTraces() {}

    static List<String> lines(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString().lines().toList();
    }
}
