package dev.seaworthy.simulations;

import dev.seaworthy.config.RequestSpec;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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

    String fill(String template) {
        return template.replace("{nonce}", nonce).replace("{user}", user);
    }

    /** As {@link #fill}, percent-encoded (RFC 3986 section 2.1). */
    String fillPath(String template) {
        String encoded = URLEncoder.encode(user, StandardCharsets.UTF_8).replace("+", "%20");
        return template.replace("{nonce}", nonce).replace("{user}", encoded);
    }

    private static boolean isTemplate(String text) {
        return text.contains("{nonce}") || text.contains("{user}");
    }
}
