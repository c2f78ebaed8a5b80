package dev.seaworthy.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A file of this module that is packaged with it, so that the harness runs without a checkout.
 *
 * @param name as complaints call it, e.g. {@code config/environments/twin.yaml}
 * @param text the file's text
 */
public record BuiltIn(String name, String text) {
    /**
     * A contract, for {@link EnvironmentReader#read(String, String)}.
     *
     * @param name without folder and ending, e.g. {@code twin}
     * @throws IllegalArgumentException if there is none of this name
     */
    public static BuiltIn environment(String name) {
        return load("environments/" + name + ".yaml");
    }

    /**
     * A policy, for {@link PolicyReader#read(String, String)}.
     *
     * @param name without folder and ending, e.g. {@code default}
     * @throws IllegalArgumentException if there is none of this name
     */
    public static BuiltIn policy(String name) {
        return load("policies/" + name + ".yaml");
    }

    private static BuiltIn load(String path) {
        try (InputStream stream = BuiltIn.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalArgumentException("nothing is built in as config/" + path);
            }
            return new BuiltIn("config/" + path, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
