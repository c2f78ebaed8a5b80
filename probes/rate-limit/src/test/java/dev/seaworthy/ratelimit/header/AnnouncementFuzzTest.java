package dev.seaworthy.ratelimit.header;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.seaworthy.wire.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Replays the inputs in the resources. With {@code JAZZER_FUZZ=1}, and hooks allowed again, it looks for new ones. */
class AnnouncementFuzzTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    /** Lines of {@code name: value}. Whatever they are, they are read to numbers that can be waited for, or to defects. */
    @FuzzTest(maxDuration = "2m")
    void fields(byte[] bytes) {
        Headers headers = Headers.NONE;
        for (String line : new String(bytes, StandardCharsets.ISO_8859_1).split("\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers = headers.with(line.substring(0, colon), line.substring(colon + 1));
            }
        }
        Announcement announced = Announcement.in(headers, NOW);

        announced.waits().forEach(wait -> assertThat(wait.seconds()).isBetween(0.0, 1e13));
        announced.quotas().forEach(quota -> assertThat(quota.amount()).isNotNegative());
        assertThat(announced.defects()).doesNotContainNull();
    }
}
