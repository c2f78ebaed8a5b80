package dev.seaworthy.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Versions of the harness and of the engines in it, as the build wrote them down. */
final class Versions {
    private Versions() {}

    static Map<String, String> all() {
        Properties properties = new Properties();
        try (InputStream in = Versions.class.getResourceAsStream("versions.properties")) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks versions.properties");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> versions = new TreeMap<>();
        properties.forEach((name, version) -> versions.put(name.toString(), version.toString()));
        versions.put("java", System.getProperty("java.version"));
        return versions;
    }

    /** For {@code --version}. */
    static String own() {
        return all().getOrDefault("seaworthy", "unknown");
    }
}
