package dev.seaworthy.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Finding;
import java.util.Collection;
import java.util.regex.Pattern;

/** Searches findings for what must never be written. */
final class Leaks {
    /** Three segments of a compact token, whoever made it: also a token that was never registered as a secret. */
    private static final Pattern TOKEN =
            Pattern.compile("eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}");

    private Leaks() {}

    static void assertNone(TwinEnvironment environment, Collection<Finding> findings) {
        for (Finding finding : findings) {
            assertClean(environment, finding.claim().id(), finding.reason() + "\n" + finding.facts());
            for (Exchange exchange : finding.exchanges()) {
                assertClean(
                        environment,
                        finding.claim().id() + ", exchange " + exchange.summary(),
                        String.join("\n", exchange.summary(), exchange.detail(), exchange.sent(), exchange.received()));
            }
        }
    }

    private static void assertClean(TwinEnvironment environment, String where, String text) {
        assertThat(environment.vault().leaksIn(text)).as("secrets in " + where).isEmpty();
        assertThat(TOKEN.matcher(text).find()).as("a token in " + where).isFalse();
        // Not by way of the vault: what was never registered there would not be found by it.
        assertThat(text).as(where).doesNotContain(environment.settings().signingKey());
        environment
                .settings()
                .accounts()
                .values()
                .forEach(password ->
                        assertThat(text).as("a password in " + where).doesNotContain(password));
    }
}
