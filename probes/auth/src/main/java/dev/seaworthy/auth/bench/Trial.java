package dev.seaworthy.auth.bench;

import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.wire.HttpAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One run of "this must be refused": on every route whose {@link Controls} discriminate, the mutants, with the valid token
 * before them, among them and after them. Used once, by one thread.
 *
 * <p>One accepted mutant refutes. A lost control, or an answer that neither accepts nor refuses, leaves the claim unproven.
 * Where no route tells a valid credential from none, nothing is tried and the claim is skipped.
 */
public final class Trial {
    /** A ban or a lock-out is noticed after this many mutants at the latest. */
    private static final int MUTANTS_BETWEEN_CONTROLS = 5;

    private final Bench bench;
    private final Credential valid;
    private final Set<CredentialClass> controls;
    private final List<Exchange> exchanges = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final List<String> doubts = new ArrayList<>();
    private final List<String> indiscriminate = new ArrayList<>();
    private final List<String> grounds = new ArrayList<>();
    private final List<Tried> tried = new ArrayList<>();

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
        this.exchanges.addAll(valid.exchanges());
    }

    /** Also part of the evidence. */
    public Trial after(List<Exchange> earlier) {
        exchanges.addAll(earlier);
        return this;
    }

    /** Tries the mutants on every route. */
    public Finding refuses(Claim claim, List<Mutant> mutants) throws InterruptedException {
        return refuses(claim, bench.routes(), mutants);
    }

    /** Judges what the controls of every route made of no credential, which they have tried often enough. */
    public Finding requiresOne(Claim claim) throws InterruptedException {
        for (Route route : bench.routes()) {
            Controls ground = bench.controls(route, valid);
            exchanges.addAll(ground.exchanges());
            Optional<String> lost = ground.lost(controls);
            if (lost.isPresent()) {
                doubts.add(lost.get());
                if (silent()) {
                    break;
                }
                continue;
            }
            grounds.add(ground.summary());
            HttpAnswer bare = ground.answer(CredentialClass.NONE).orElseThrow();
            judged(route, Mutant.NOTHING, bare, ground);
        }
        return verdict(claim, bench.routes(), List.of(Mutant.NOTHING));
    }

    /** Tries the mutants on these routes. */
    public Finding refuses(Claim claim, List<Route> routes, List<Mutant> mutants) throws InterruptedException {
        for (Route route : routes) {
            if (!on(route, mutants)) {
                break;
            }
        }
        return verdict(claim, routes, mutants);
    }

    /** What became of each mutant on each route, in the order in which they were sent. */
    public List<Tried> tried() {
        return List.copyOf(tried);
    }

    /** Whether to go on to the next route: not if the target has fallen silent. */
    private boolean on(Route route, List<Mutant> mutants) throws InterruptedException {
        Controls ground = bench.controls(route, valid);
        exchanges.addAll(ground.exchanges());
        Optional<String> lost = ground.lost(controls);
        if (lost.isPresent()) {
            doubts.add(lost.get());
            return !silent();
        }
        Optional<String> open = ground.indiscriminate(controls);
        if (open.isPresent()) {
            indiscriminate.add(open.get());
            return true;
        }
        grounds.add(ground.summary());
        return (heldJustNow(route) || validHolds(route)) && all(route, mutants, ground) && validHolds(route)
                || !silent();
    }

    private boolean all(Route route, List<Mutant> mutants, Controls ground) throws InterruptedException {
        int sinceControl = 0;
        for (Mutant mutant : mutants) {
            if (sinceControl++ == MUTANTS_BETWEEN_CONTROLS) {
                sinceControl = 1;
                if (!validHolds(route)) {
                    return false;
                }
            }
            judge(route, mutant, ground);
            if (silent()) {
                return false;
            }
        }
        return true;
    }

    /** The control after one trial is the control before the next: it is not sent twice. */
    private boolean heldJustNow(Route route) {
        Optional<Exchange> last = bench.admissions().held(route, valid.token());
        last.ifPresent(exchanges::add);
        return last.isPresent();
    }

    /** The positive control. */
    private boolean validHolds(Route route) throws InterruptedException {
        HttpAnswer answer = send(route, Mutant.control("the valid token of the control", valid.token()));
        Reading reading = route.read(answer, CredentialClass.VALID);
        if (reading != Reading.ACCEPTED) {
            bench.admissions().lost(route, valid.token());
            doubts.add(route.doubt(CredentialClass.VALID, "the valid token of the control", reading, answer));
            return false;
        }
        bench.admissions().holds(route, valid.token(), answer.exchange());
        return true;
    }

    private void judge(Route route, Mutant mutant, Controls ground) throws InterruptedException {
        judged(route, mutant, send(route, mutant), ground);
    }

    private void judged(Route route, Mutant mutant, HttpAnswer answer, Controls ground) {
        Reading reading = route.read(answer, mutant.kind());
        if (mutant.acceptable()) {
            if (reading != Reading.ACCEPTED) {
                doubts.add(route.doubt(mutant.kind(), mutant.name(), reading, answer));
            }
            return;
        }
        // Where no credential is itself the mutant, a page that says "please log in" may come with status 200.
        boolean soft = !controls.contains(CredentialClass.NONE)
                && reading == Reading.ACCEPTED
                && !ground.resemblesValid(answer);
        Reading judged = soft ? Reading.UNCLEAR : reading;
        tried.add(new Tried(route, mutant, judged, answer.status()));
        if (judged == Reading.ACCEPTED) {
            violations.add(route + " accepted " + mutant.name() + " (status " + answer.status() + ")");
        } else if (judged != Reading.REFUSED) {
            doubts.add(route.doubt(mutant.kind(), mutant.name(), judged, answer));
        }
    }

    private HttpAnswer send(Route route, Mutant mutant) throws InterruptedException {
        HttpAnswer answer = bench.wire().exchange(mutant.dress().apply(route.bare()));
        exchanges.add(answer.exchange());
        return answer;
    }

    private boolean silent() {
        return !exchanges.get(exchanges.size() - 1).outcome().answered();
    }

    private Finding verdict(Claim claim, List<Route> routes, List<Mutant> mutants) {
        if (exchanges.isEmpty()) {
            return Finding.error(claim, "nothing was sent: there is no route");
        }
        Evidence evidence = Evidence.of(exchanges);
        if (!violations.isEmpty()) {
            String more = violations.size() > 1 ? "; and " + (violations.size() - 1) + " more" : "";
            return counted(Finding.fail(claim, violations.get(0) + more, evidence))
                    .with("violations", List.copyOf(violations));
        }
        if (doubts.isEmpty() && tried.isEmpty() && !indiscriminate.isEmpty()) {
            return Finding.skipped(claim, "precondition: " + indiscriminate.get(0) + "; mend that first");
        }
        doubts.addAll(indiscriminate);
        if (!doubts.isEmpty()) {
            return counted(Finding.unproven(claim, doubts.get(0), evidence)).with("doubts", List.copyOf(doubts));
        }
        long kinds = mutants.stream().filter(mutant -> !mutant.acceptable()).count();
        String reason = "0 of " + tried.size() + " accepted: " + kinds + (kinds == 1 ? " form" : " forms") + " on "
                + routes.size() + (routes.size() == 1 ? " route" : " routes")
                + ", with the controls good before and after";
        return counted(Finding.pass(claim, reason, evidence)).with("bound95", Math.min(1.0, 3.0 / tried.size()));
    }

    private Finding counted(Finding finding) {
        Finding counted = finding.with("tried", tried.size()).with("accepted", violations.size());
        return grounds.isEmpty() ? counted : counted.with("controls", List.copyOf(grounds));
    }

    /**
     * What became of one mutant.
     *
     * @param status 0 if there was no complete answer
     */
    public record Tried(Route route, Mutant mutant, Reading reading, int status) {}
}
