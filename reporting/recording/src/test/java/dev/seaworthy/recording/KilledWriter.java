package dev.seaworthy.recording;

import dev.seaworthy.kernel.SecretVault;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A process that records until it is killed. Says when it begins. */
final class KilledWriter {
    static final long SEED = 29;

    private KilledWriter() {}

    public static void main(String[] arguments) throws Exception {
        RunDirectory run = RunDirectory.create(Path.of(arguments[0]), Samples.manifest("r1"), new SecretVault());
        try (Journal journal = run.injector(1)) {
            Random random = new Random(SEED);
            for (int second = 0; second < 1_000_000; second++) {
                journal.append("steady", List.of(Samples.interval(random, "auth.login", second)));
                journal.event("tick", Map.of("second", second));
                journal.health(Samples.health("steady", second));
                run.append(Samples.row("health.check-" + second), List.of());
                if (second == 3) {
                    System.out.write('!');
                    System.out.flush();
                }
            }
        }
    }
}
