package dev.seaworthy.cli;

import dev.seaworthy.config.Environment;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a target is this machine: there nobody is disturbed but its owner. */
final class Locality {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private Locality() {}

    static boolean isHere(@Nullable String host) {
        return host != null && THIS_MACHINE.contains(host.toLowerCase(Locale.ROOT));
    }

    /** Whether every target is. */
    static boolean isHere(Environment environment) {
        return environment.targets().all().stream().map(URI::getHost).allMatch(Locality::isHere);
    }
}
