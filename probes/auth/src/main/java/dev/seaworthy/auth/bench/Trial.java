package dev.seaworthy.auth.bench;

import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * One run of "this must be refused": on every route, controls, then the mutants with the positive control among them, then
 * the controls again. Used once, by one thread.
 *
 * <p>One accepted mutant refutes. A lost control, or an answer that neither accepts nor refuses, leaves the claim unproven.
 */
public final class Trial {
    /** A ban or a lock-out is noticed after this many mutants at the latest. */
    private static final int MUTANTS_BETWEEN_CONTROLS = 5;

    private final Bench bench;
    private final Credential valid;
    private final Set<CredentialClass> controls;
    private final Secret garbage;
    private final List<Exchange> exchanges = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final List<String> doubts = new ArrayList<>();
    private int tried;

    /**
     * A trial.
     *
     * @param controls which must hold besides {@link CredentialClass#VALID}: {@code NONE} and {@code GARBAGE}, as far as the
     *     claim is not about these themselves
     */
    public Trial(Bench bench, Credential valid, Set<CredentialClass> controls) {
        this.bench = bench;
        this.valid = valid;
        this.controls = controls;
        this.garbage = Secret.of(Bench.hex(bench.random("garbage control"), 20));
        this.exchanges.addAll(valid.exchanges());
    }

    /** Also part of the evidence. */
    public Trial after(List<Exchange> earlier) {
        exchanges.addAll(earlier);
        return this;
    }

    /** Tries the mutants on every route. */
    public Finding refuses(Claim claim, List<Mutant> mutants) throws InterruptedException {
        for (Route route : bench.routes()) {
            if (!on(route, mutants)) {
                break;
            }
        }
        return verdict(claim, mutants);
    }

    /** Whether to go on to the next route: not if the target has fallen silent. */
    private boolean on(Route route, List<Mutant> mutants) throws InterruptedException {
        String shape = shapeOfValid(route);
        if (shape.isEmpty() || !controlsHold(route, shape)) {
            return !silent();
        }
        int sinceControl = 0;
        for (Mutant mutant : mutants) {
            if (sinceControl++ == MUTANTS_BETWEEN_CONTROLS) {
                sinceControl = 1;
                if (shapeOfValid(route).isEmpty()) {
                    return !silent();
                }
            }
            judge(route, mutant, shape);
            if (silent()) {
                return false;
            }
        }
        return !shapeOfValid(route).isEmpty() && controlsHold(route, shape) || !silent();
    }

    private boolean controlsHold(Route route, String shape) throws InterruptedException {
        boolean none = !controls.contains(CredentialClass.NONE)
                || turnedAway(route, CredentialClass.NONE, "no credential", UnaryOperator.identity(), shape);
        return none
                && (!controls.contains(CredentialClass.GARBAGE)
                        || turnedAway(
                                route, CredentialClass.GARBAGE, "a garbage token", r -> r.bearer(garbage), shape));
    }

    /** The positive control: the shape of the accepted answer, or empty text if it was lost. */
    private String shapeOfValid(Route route) throws InterruptedException {
        HttpAnswer answer = send(route.bare().bearer(valid.token()));
        Reading reading = route.read(answer, CredentialClass.VALID);
        if (reading == Reading.ACCEPTED) {
            return Route.shape(answer);
        }
        doubts.add(doubt(route, CredentialClass.VALID, "the valid token of the control", reading, answer));
        return "";
    }

    private boolean turnedAway(
            Route route, CredentialClass kind, String what, UnaryOperator<HttpRequest> dress, String shape)
            throws InterruptedException {
        HttpAnswer answer = send(dress.apply(route.bare()));
        Reading reading = route.read(answer, kind);
        if (reading == Reading.ACCEPTED && !Route.shape(answer).equals(shape)) {
            doubts.add(route + " answers " + what + " with " + answer.status()
                    + " and another document than a valid token: the status does not discriminate");
            return false;
        }
        if (reading != Reading.REFUSED) {
            doubts.add(doubt(route, kind, what, reading, answer));
        }
        return reading == Reading.REFUSED;
    }

    private void judge(Route route, Mutant mutant, String shape) throws InterruptedException {
        HttpAnswer answer = send(mutant.dress().apply(route.bare()));
        Reading reading = route.read(answer, mutant.kind());
        if (mutant.acceptable()) {
            if (reading != Reading.ACCEPTED) {
                doubts.add(doubt(route, mutant.kind(), mutant.name(), reading, answer));
            }
            return;
        }
        tried++;
        boolean soft = !controls.contains(CredentialClass.NONE)
                && reading == Reading.ACCEPTED
                && !Route.shape(answer).equals(shape);
        if (reading == Reading.ACCEPTED && !soft) {
            violations.add(route + " accepted " + mutant.name() + " (status " + answer.status() + ")");
        } else if (reading != Reading.REFUSED) {
            doubts.add(doubt(route, mutant.kind(), mutant.name(), soft ? Reading.UNCLEAR : reading, answer));
        }
    }

    private HttpAnswer send(HttpRequest request) throws InterruptedException {
        HttpAnswer answer = bench.wire().exchange(request);
        exchanges.add(answer.exchange());
        return answer;
    }

    private boolean silent() {
        return !exchanges.get(exchanges.size() - 1).outcome().answered();
    }

    private static String doubt(Route route, CredentialClass kind, String what, Reading reading, HttpAnswer answer) {
        String status = "status " + answer.status();
        return route
                + switch (reading) {
                    case ACCEPTED -> " accepts " + what + ", so it does not discriminate";
                    case REFUSED -> " refused " + what + " (" + status + ")";
                    case SHED -> " shed " + what + " for load (" + status + ")";
                    case BROKEN -> " broke over " + what + " (" + status + "): neither accepted nor refused";
                    case UNANSWERED ->
                        " did not answer " + what + " (" + answer.outcome() + ": " + answer.detail() + ")";
                    case UNCLEAR -> " answered " + what + " unclearly (" + status + route.expected(kind, answer) + ")";
                };
    }

    private Finding verdict(Claim claim, List<Mutant> mutants) {
        if (exchanges.isEmpty()) {
            return Finding.error(claim, "nothing was sent: there is no route");
        }
        Evidence evidence = Evidence.of(exchanges);
        if (!violations.isEmpty()) {
            String more = violations.size() > 1 ? "; and " + (violations.size() - 1) + " more" : "";
            return counted(Finding.fail(claim, violations.get(0) + more, evidence))
                    .with("violations", List.copyOf(violations));
        }
        if (!doubts.isEmpty()) {
            return counted(Finding.unproven(claim, doubts.get(0), evidence)).with("doubts", List.copyOf(doubts));
        }
        long kinds = mutants.stream().filter(mutant -> !mutant.acceptable()).count();
        String reason = "0 of " + tried + " accepted: " + kinds + (kinds == 1 ? " form" : " forms") + " on "
                + bench.routes().size() + " routes, with the controls good before and after";
        return counted(Finding.pass(claim, reason, evidence)).with("bound95", Math.min(1.0, 3.0 / tried));
    }

    private Finding counted(Finding finding) {
        return finding.with("tried", tried).with("accepted", violations.size());
    }
}
