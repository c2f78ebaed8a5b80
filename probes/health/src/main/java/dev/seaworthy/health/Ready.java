package dev.seaworthy.health;

import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Severity;
import java.util.ArrayList;
import java.util.List;

/** The service says that it is ready, and so does every dependency that it needs. */
final class Ready implements HealthCheck {
    @Override
    public CheckCard card() {
        return new CheckCard(
                new Claim(
                        "health.ready",
                        "The service says that it is ready, and each required dependency by itself is up",
                        Severity.CRITICAL,
                        "the contract: probes.health.ready, ready-values, required and healthy-values"),
                "The readiness operation once.",
                "The status under expect.valid, a status word among ready-values, and for each name under required a dependency"
                        + " with a status word among healthy-values.",
                "PASS: this is what the service says of itself at this moment. Whether it looked is health.fresh; whether it"
                        + " works is for the other probes.",
                "Another status, another word, or a required dependency that is missing or not up, even under a status that says"
                        + " ready.",
                "curl -i https://HOST/health/ready");
    }

    @Override
    public Finding run(Ward ward, RequestSpec ready, Claim claim) throws CredentialRefused, InterruptedException {
        Reading reading = ward.read(ready);
        Evidence evidence = HealthCheck.evidence(reading);
        if (!reading.answered() || reading.shed()) {
            return Finding.unproven(claim, "no reading (" + reading.said() + ")", evidence);
        }
        List<String> wrong = new ArrayList<>();
        required(ward.settings(), reading, wrong);
        if (!Ward.right(ready).contains(reading.answer().status())) {
            wrong.add("status " + reading.answer().status() + " where the contract says " + Ward.right(ready));
        }
        String pointer = ward.settings().status();
        if (pointer != null) {
            String word = reading.text(pointer).orElse("");
            if (word.isEmpty()) {
                wrong.add("no status at " + pointer);
            } else if (!ward.settings().readyValues().contains(word)) {
                wrong.add("status word '" + word + "' is none of "
                        + ward.settings().readyValues());
            }
        }
        if (!wrong.isEmpty()) {
            return Finding.fail(claim, String.join("; ", wrong), evidence);
        }
        int count = ward.settings().required().size();
        return Finding.pass(
                claim, "ready" + (count == 0 ? "" : ", and " + count + " required dependencies are up"), evidence);
    }

    private static void required(HealthSettings settings, Reading reading, List<String> wrong) {
        List<Reading.Dependency> reported = reading.dependencies();
        for (String name : settings.required()) {
            reported.stream()
                    .filter(dependency -> dependency.name().equals(name))
                    .findFirst()
                    .ifPresentOrElse(
                            dependency -> {
                                if (!dependency.isHealthy()) {
                                    wrong.add("required dependency '" + name + "' is '"
                                            + dependency.status().orElse("without a status") + "'");
                                }
                            },
                            () -> wrong.add("required dependency '" + name + "' is not reported"));
        }
    }
}
