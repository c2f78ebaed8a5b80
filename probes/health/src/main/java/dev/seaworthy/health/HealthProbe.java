package dev.seaworthy.health;

import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.config.Surroundings;
import dev.seaworthy.kernel.Check;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Operation;
import dev.seaworthy.kernel.Probe;
import java.util.List;

/** Whether the environment says that it is well, and whether that can be believed. */
final class HealthProbe implements Probe {
    static final String ID = "health";

    /** The build comes last: it is judged over the readings of all the others. */
    private static final List<HealthCheck> CHECKS =
            List.of(new Live(), new Ready(), new Dependencies(), new Fresh(), new OneBuild());

    private final Ward ward;

    HealthProbe(HealthSettings settings, Surroundings surroundings) {
        this.ward = new Ward(settings, surroundings);
    }

    static List<CheckCard> catalogue() {
        return CHECKS.stream().map(HealthCheck::card).toList();
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public List<Check> checks() {
        return CHECKS.stream()
                .map(check -> Check.of(check.card(), claim -> run(check, claim)))
                .toList();
    }

    @Override
    public List<Operation> operations() {
        String name = ward.settings().ready();
        RequestSpec ready = name == null ? null : ward.operation(name);
        return ready == null || ready.identity() != null ? List.of() : List.of(new ReadyUnderLoad(ward, ready));
    }

    @Override
    public void close() {
        ward.close();
    }

    private Finding run(HealthCheck check, Claim claim) throws InterruptedException {
        String name = check.operation(ward.settings());
        if (name == null) {
            return Finding.skipped(claim, "not in the contract: probes.health." + check.key());
        }
        RequestSpec operation = ward.operation(name);
        if (operation == null) {
            return Finding.error(
                    claim, "probes.health." + check.key() + ": the contract has no operation '" + name + "'");
        }
        try {
            return check.run(ward, operation, claim);
        } catch (CredentialRefused refused) {
            return refused.exchanges().isEmpty()
                    ? Finding.error(claim, String.valueOf(refused.getMessage()))
                    : Finding.unproven(
                            claim,
                            "no credential for the health operation: " + refused.getMessage(),
                            Evidence.of(refused.exchanges()));
        }
    }
}
