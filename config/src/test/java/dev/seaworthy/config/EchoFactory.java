package dev.seaworthy.config;

import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Probe;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.kernel.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A probe that exists for the tests of binding. */
final class EchoFactory implements ProbeFactory<EchoFactory.EchoSettings> {
    /** Every kind of component that settings have. */
    record EchoSettings(
            Mode mode,
            int times,
            Duration patience,
            Rate atMost,
            @Nullable String word,
            @Nullable Secret handshake,
            List<Reply> replies,
            Map<String, String> labels,
            Identity.@Nullable Locator found) {
        EchoSettings {
            if (times == 13) {
                throw new IllegalArgumentException("13 echoes bring bad luck");
            }
        }
    }

    record Reply(String text, int afterMillis) {}

    enum Mode {
        LOUD,
        VERY_QUIET
    }

    @Override
    public String id() {
        return "echo";
    }

    @Override
    public String concern() {
        return "What is shouted comes back";
    }

    @Override
    public Class<EchoSettings> settingsType() {
        return EchoSettings.class;
    }

    @Override
    public List<CheckCard> catalogue() {
        Claim claim = new Claim("echo.returns", "An echo returns.", Severity.LOW, "contract");
        return List.of(new CheckCard(claim, "a shout", "the shout", "that it echoes", "silence", "shout"));
    }

    @Override
    public Probe open(EchoSettings settings, Surroundings surroundings) {
        throw new UnsupportedOperationException("not part of these tests");
    }
}
