package dev.seaworthy.ratelimit;

import dev.seaworthy.ratelimit.confirm.Allowance;
import dev.seaworthy.ratelimit.confirm.Declaration;
import dev.seaworthy.ratelimit.scope.Usual;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an examination is to find out. It is written into the journal, so that the same is judged again from there. Immutable.
 *
 * @param usual how the request is written whose limit is examined
 * @param declaration what the limit is declared to be, or null
 * @param mode whether to identify the limiter
 * @param parts what else to try
 * @param perUser whether the limit is meant to count each user alone
 */
public record Order(Usual usual, @Nullable Declaration declaration, Mode mode, Set<Part> parts, boolean perUser) {
    private static final Pattern WINDOW = Pattern.compile("([0-9]+)/([0-9.E-]+)s");
    private static final Pattern BUCKET = Pattern.compile("([0-9]+)@([0-9.E-]+)/s");

    /** When a limiter is identified. */
    public enum Mode {
        /** Where nothing is declared or announced, or that does not hold. */
        AUTO,
        ALWAYS,
        NEVER
    }

    /** What is tried besides. */
    public enum Part {
        /** Whether refusals keep what they promise. */
        HEADERS,
        /** What the limit is keyed to, and whether other keys are left alone. */
        KEY,
        /** Whether another spelling of the request gets around the limit. */
        BYPASS,
        /** Whether more are admitted when many arrive at once. */
        LEAK
    }

    public Order {
        parts = parts.isEmpty() ? Set.of() : Set.copyOf(parts);
    }

    /** As facts of a journal. */
    Map<String, String> about() {
        Map<String, String> about = new LinkedHashMap<>();
        about.put("method", usual.method());
        about.put("path", usual.target());
        about.put("authority", usual.authority());
        about.put("credential", usual.credential().name());
        about.put("postIsSafe", Boolean.toString(usual.postIsSafe()));
        about.put("mode", mode.name());
        about.put("perUser", Boolean.toString(perUser));
        about.put(
                "parts",
                String.join(",", parts.stream().map(Part::name).sorted().toList()));
        if (declaration != null) {
            about.put("declared", text(declaration.allowance()));
            about.put("tolerance", Double.toString(declaration.tolerance()));
            about.put("source", declaration.source());
        }
        return about;
    }

    /** From the facts of a journal. */
    static Order of(Map<String, String> about) {
        String declared = about.get("declared");
        Declaration declaration = declared == null
                ? null
                : new Declaration(
                        allowance(declared),
                        Double.parseDouble(about.getOrDefault("tolerance", "0")),
                        about.getOrDefault("source", "config"));
        Set<Part> parts = EnumSet.noneOf(Part.class);
        for (String part : about.getOrDefault("parts", "").split(",")) {
            if (!part.isEmpty()) {
                parts.add(Part.valueOf(part));
            }
        }
        return new Order(
                new Usual(
                        about.getOrDefault("method", "GET"),
                        about.getOrDefault("path", "/"),
                        about.getOrDefault("authority", ""),
                        Usual.Credential.valueOf(about.getOrDefault("credential", Usual.Credential.OTHER.name())),
                        Boolean.parseBoolean(about.getOrDefault("postIsSafe", "false"))),
                declaration,
                Mode.valueOf(about.getOrDefault("mode", Mode.AUTO.name())),
                parts,
                Boolean.parseBoolean(about.getOrDefault("perUser", "false")));
    }

    /** Only whether this holds, and does not leak. */
    Order confirming(Declaration declared) {
        // Five volleys from rest; a load seldom lasts for more than this.
        Set<Part> affordable = declared.allowance().recovery() <= 2.5 ? Set.of(Part.LEAK) : Set.of();
        return new Order(usual, declared, Mode.NEVER, affordable, perUser);
    }

    /** The same for a limit that the target itself announces. */
    Order announced(Declaration found) {
        return new Order(usual, found, mode, parts, perUser);
    }

    private static String text(Allowance allowance) {
        if (allowance instanceof Allowance.Window window) {
            return String.format(Locale.ROOT, "%d/%ss", window.quota(), window.seconds());
        }
        Allowance.Bucket bucket = (Allowance.Bucket) allowance;
        return String.format(Locale.ROOT, "%d@%s/s", bucket.burst(), bucket.perSecond());
    }

    private static Allowance allowance(String text) {
        Matcher window = WINDOW.matcher(text);
        if (window.matches()) {
            return new Allowance.Window(Integer.parseInt(window.group(1)), Double.parseDouble(window.group(2)));
        }
        Matcher bucket = BUCKET.matcher(text);
        if (bucket.matches()) {
            return new Allowance.Bucket(Integer.parseInt(bucket.group(1)), Double.parseDouble(bucket.group(2)));
        }
        throw new IllegalArgumentException("the log declares \"" + text + "\", which is no limit");
    }
}
