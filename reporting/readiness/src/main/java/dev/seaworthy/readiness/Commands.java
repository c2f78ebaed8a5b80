package dev.seaworthy.readiness;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Commands that repeat a part of a run, derived from the command that made it. */
final class Commands {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+=,-]+");

    private final List<String> surroundings = new ArrayList<>();
    private final String launcher;

    /**
     * Commands like this one.
     *
     * @param command of the whole run, without secrets; its contract file and its twin's faults are kept
     */
    Commands(String command) {
        List<String> words = List.of(command.trim().split("\\s+"));
        launcher = words.get(0).endsWith("seaworthy") ? words.get(0) : "./seaworthy";
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String lower = word.toLowerCase(Locale.ROOT);
            if (!word.startsWith("-") && (lower.endsWith(".yaml") || lower.endsWith(".yml"))) {
                surroundings.add(word);
            } else if (word.startsWith("--fault=")) {
                surroundings.add(word);
            } else if (word.equals("--fault") && i + 1 < words.size()) {
                surroundings.add(word);
                surroundings.add(words.get(i + 1));
            }
        }
    }

    /** Runs these checks alone. */
    String check(List<String> checks) {
        return line("check", checks);
    }

    /** Runs everything. */
    String run() {
        return line("run", List.of());
    }

    private String line(String verb, List<String> more) {
        List<String> words = new ArrayList<>(List.of(launcher, verb));
        words.addAll(surroundings);
        words.addAll(more);
        words.replaceAll(Commands::quoted);
        return String.join(" ", words);
    }

    /** A word from a file is never handed to a shell as it is. */
    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
