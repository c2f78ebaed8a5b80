package dev.seaworthy.auth.settings;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which origins may read: {@code probes.auth.cors}.
 *
 * @param origins those of the browser applications, e.g. {@code https://app.example.com}; empty if that is not known
 * @param headers names of request headers that a preflight may allow; empty for any but those of tests and debuggers
 */
public record CrossOriginSettings(List<String> origins, List<String> headers) {
    public CrossOriginSettings(@Nullable List<String> origins, @Nullable List<String> headers) {
        this.origins = origins == null ? List.of() : List.copyOf(origins);
        this.headers = headers == null ? List.of() : List.copyOf(headers);
    }
}
