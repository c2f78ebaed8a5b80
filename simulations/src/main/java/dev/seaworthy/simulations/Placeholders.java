package dev.seaworthy.simulations;

import dev.seaworthy.config.RequestSpec;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What stands for the placeholders of a request.
 *
 * @param nonce for {@code {nonce}}: a value that no other request of this JVM carries
 * @param user for {@code {user}}: the account that the credential belongs to, or empty
 */
record Placeholders(String nonce, String user) {
    private static final AtomicLong NEXT = new AtomicLong();

    static boolean areIn(RequestSpec spec) {
        return isTemplate(spec.path())
                || (spec.body() != null && isTemplate(spec.body()))
                || spec.headers().values().stream().anyMatch(Placeholders::isTemplate);
    }

    /** Fresh ones for a user's request. */
    static Placeholders of(String user) {
        return new Placeholders("n" + Long.toString(NEXT.incrementAndGet(), 36), user);
    }

    private static boolean isTemplate(String text) {
        return text.contains("{nonce}") || text.contains("{user}");
    }
}
