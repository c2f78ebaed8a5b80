package dev.seaworthy.simulations;

import dev.seaworthy.kernel.TimeSource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.prefs.AbstractPreferences;
import java.util.prefs.Preferences;
import java.util.prefs.PreferencesFactory;

/**
 * Preferences that live in memory and tell Gatling that it has just looked for a newer release of itself, which no other
 * switch keeps it from doing. For JVMs that run Gatling's own main class: {@code
 * -Djava.util.prefs.PreferencesFactory=dev.seaworthy.simulations.QuietPreferences}.
 */
public final class QuietPreferences implements PreferencesFactory {
    private static final Preferences ROOT = new Node(null, "");

    static {
        Instant later = TimeSource.system().wallClock().plus(365, ChronoUnit.DAYS);
        Preferences note = ROOT.node("/io/gatling/latestVersion");
        note.putLong("lastCheckTimestamp", later.toEpochMilli());
        note.putBoolean("lastCheckSuccess", false);
    }

    /** Called by {@link Preferences}. */
    public QuietPreferences() {}

    @Override
    public Preferences systemRoot() {
        return ROOT;
    }

    @Override
    public Preferences userRoot() {
        return ROOT;
    }

    private static final class Node extends AbstractPreferences {
        private final Map<String, String> values = new ConcurrentHashMap<>();
        private final Map<String, Node> children = new ConcurrentHashMap<>();

        Node(@org.jspecify.annotations.Nullable AbstractPreferences parent, String name) {
            super(parent, name);
        }

        @Override
        protected void putSpi(String key, String value) {
            values.put(key, value);
        }

        @Override
        protected @org.jspecify.annotations.Nullable String getSpi(String key) {
            return values.get(key);
        }

        @Override
        protected void removeSpi(String key) {
            values.remove(key);
        }

        @Override
        protected void removeNodeSpi() {
            values.clear();
        }

        @Override
        protected String[] keysSpi() {
            return values.keySet().toArray(String[]::new);
        }

        @Override
        protected String[] childrenNamesSpi() {
            return children.keySet().toArray(String[]::new);
        }

        @Override
        protected AbstractPreferences childSpi(String name) {
            return children.computeIfAbsent(name, child -> new Node(this, child));
        }

        @Override
        protected void syncSpi() {}

        @Override
        protected void flushSpi() {}
    }
}
