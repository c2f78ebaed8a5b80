package dev.seaworthy.auth.access;

import dev.seaworthy.auth.bench.AuthCheck;
import java.util.List;
import java.util.stream.Stream;

/** Ways around the gate, and walls between users: the checks, in report order. */
public final class AccessChecks {
    public static final List<AuthCheck> ALL = Stream.concat(
                    Stream.of(
                            new BypassAbsent(),
                            new TestCredentialClosed(),
                            new MintingClosed(),
                            new BypassGuarded(),
                            new VariantsRefused()),
                    IsolationChecks.ALL.stream())
            .toList();

    private AccessChecks() {}
}
