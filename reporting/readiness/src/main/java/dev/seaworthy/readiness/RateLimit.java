package dev.seaworthy.readiness;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one check learned of a limiter.
 *
 * @param examinations of each limit, where the check tells them: its {@code name}, the {@code answer} as text, the
 *     {@code verdict} as {@code ratelimit-verdict/1}, and the {@code picture}
 */
public record RateLimit(
        String check,
        String sentence,
        String verdict,
        String reason,
        Map<String, @Nullable Object> facts,
        List<Map<String, @Nullable Object>> examinations) {}
