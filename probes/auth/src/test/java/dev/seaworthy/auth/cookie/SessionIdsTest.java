package dev.seaworthy.auth.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class SessionIdsTest {
    private final Random random = new Random(5);

    @Test
    void random_ids_show_no_weakness() {
        assertThat(SessionIds.weakness(ids(i -> token(32)))).isEmpty();
        assertThat(SessionIds.weakness(ids(i -> "s%3A" + token(24) + ".tail"))).isEmpty();
        assertThat(SessionIds.weakness(ids(i -> new UUID(random.nextLong(), random.nextLong()).toString())))
                .isEmpty();
    }

    @Test
    void counted_ids_are_found() {
        assertThat(SessionIds.weakness(ids(i -> String.format(Locale.ROOT, "%032x", 70_000 + i))))
                .contains("bits at the most");
    }

    @Test
    void ids_that_only_rise_are_found_though_they_are_long() {
        assertThat(SessionIds.weakness(ids(i -> (char) ('a' + i) + token(32)))).contains("greater");
    }

    @Test
    void short_and_repeated_ids_are_found() {
        assertThat(SessionIds.weakness(ids(i -> token(3)))).contains("bits at the most");
        assertThat(SessionIds.weakness(ids(i -> i == 7 ? "same" : "same" + (i == 0 ? "" : i))))
                .contains("the same");
    }

    private static List<String> ids(IntFunction<String> make) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            ids.add(make.apply(i));
        }
        return ids;
    }

    private String token(int bytes) {
        byte[] raw = new byte[bytes];
        random.nextBytes(raw);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(raw);
    }
}
