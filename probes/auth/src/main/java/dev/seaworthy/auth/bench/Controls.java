package dev.seaworthy.auth.bench;

import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What one route does with a valid token, with no credential and with a garbage token: three rounds of all three, in turn.
 * They are the ground on which every "must be refused" on that route stands, so they are measured once in a run; the valid
 * token is tried again around the mutants of every check.
 *
 * <p>Immutable.
 */
public final class Controls {
    private static final int ROUNDS = 3;
    private static final List<CredentialClass> ROUND =
            List.of(CredentialClass.VALID, CredentialClass.NONE, CredentialClass.GARBAGE);

    private final Route route;
    private final Map<CredentialClass, Control> controls;
    private final Set<String> shapes;
    private final List<Exchange> exchanges;

    private Controls(
            Route route, Map<CredentialClass, Control> controls, Set<String> shapes, List<Exchange> exchanges) {
        this.route = route;
        this.controls = controls;
        this.shapes = Set.copyOf(shapes);
        this.exchanges = List.copyOf(exchanges);
    }

    /** Measures them; ends early when the valid token is not let in, or nothing is answered. */
    static Controls measure(Bench bench, Route route, Credential valid) throws InterruptedException {
        Map<CredentialClass, Control> controls = new EnumMap<>(CredentialClass.class);
        Set<String> shapes = new HashSet<>();
        List<Exchange> exchanges = new ArrayList<>();
        Secret garbage = Secret.of(Bench.hex(bench.random("garbage control"), 20));
        for (int i = 0; i < ROUNDS; i++) {
            for (CredentialClass kind : ROUND) {
                HttpRequest bare = route.bare();
                HttpRequest dressed = switch (kind) {
                    case VALID -> bare.bearer(valid.token());
                    case GARBAGE -> bare.bearer(garbage);
                    default -> bare;
                };
                HttpAnswer answer = bench.wire().exchange(dressed);
                exchanges.add(answer.exchange());
                Reading reading = route.read(answer, kind);
                controls.merge(kind, new Control(reading, answer, 1), (before, now) -> before.and(now, right(kind)));
                if (kind == CredentialClass.VALID) {
                    shapes.add(Route.shape(answer));
                }
                boolean lost = kind == CredentialClass.VALID && reading != Reading.ACCEPTED;
                if (lost || reading == Reading.UNANSWERED) {
                    return new Controls(route, controls, shapes, exchanges);
                }
            }
        }
        return new Controls(route, controls, shapes, exchanges);
    }

    /** Whether all rounds were run and the valid token was let in each time: worth to be kept. */
    boolean areComplete() {
        return exchanges.size() == ROUNDS * ROUND.size() && reading(CredentialClass.VALID) == Reading.ACCEPTED;
    }

    /** The answer that the reading of this kind is of; empty if it was not tried. */
    Optional<HttpAnswer> answer(CredentialClass kind) {
        return Optional.ofNullable(controls.get(kind)).map(control -> control.answer);
    }

    /** The exchange of the last valid token; empty if there was none. */
    Optional<Exchange> lastValid() {
        return answer(CredentialClass.VALID).map(HttpAnswer::exchange);
    }

    /** What was exchanged to measure them. */
    public List<Exchange> exchanges() {
        return exchanges;
    }

    /** What the answers to this kind of credential say: where they differ, the one that is worst for the target. */
    public Reading reading(CredentialClass kind) {
        Control control = controls.get(kind);
        return control == null ? Reading.UNANSWERED : control.reading;
    }

    /** Whether this answer has the form of one to a valid token: its content type and the names in its document. */
    public boolean resemblesValid(HttpAnswer answer) {
        return shapes.contains(Route.shape(answer));
    }

    /**
     * Why the route cannot tell a valid token from these; empty if it can.
     *
     * @param needed which of {@code NONE} and {@code GARBAGE} a claim leans on
     */
    Optional<String> indiscriminate(Set<CredentialClass> needed) {
        return ROUND.stream()
                .filter(needed::contains)
                .filter(kind -> reading(kind) == Reading.ACCEPTED)
                .findFirst()
                .map(kind -> route.doubt(
                        kind, named(kind), Reading.ACCEPTED, Objects.requireNonNull(controls.get(kind)).answer));
    }

    /** Which control was lost, and how; empty if none was. */
    Optional<String> lost(Set<CredentialClass> needed) {
        for (CredentialClass kind : ROUND) {
            Control control = controls.get(kind);
            boolean ours = kind == CredentialClass.VALID || needed.contains(kind);
            boolean decided =
                    control != null && (control.reading == right(kind) || control.reading == Reading.ACCEPTED);
            if (!ours || decided) {
                continue;
            }
            return Optional.of(
                    control == null
                            ? route + " was not asked about " + named(kind) + ": it had fallen silent"
                            : route.doubt(kind, named(kind), control.reading, control.answer));
        }
        return Optional.empty();
    }

    /** One line for the report. */
    String summary() {
        List<String> parts = new ArrayList<>();
        controls.forEach((kind, control) -> parts.add(named(kind) + " " + control.rounds + "x "
                + control.reading.name().toLowerCase(Locale.ROOT)));
        return route + ": " + String.join(", ", parts);
    }

    private static Reading right(CredentialClass kind) {
        return kind == CredentialClass.VALID ? Reading.ACCEPTED : Reading.REFUSED;
    }

    private static String named(CredentialClass kind) {
        return switch (kind) {
            case VALID -> "the valid token of the control";
            case NONE -> "no credential";
            default -> "a garbage token";
        };
    }

    /**
     * One kind over the rounds so far.
     *
     * @param answer that this reading is of
     */
    private record Control(Reading reading, HttpAnswer answer, int rounds) {
        /** The first that is not right stays; but who is let in once, though he should not be, was let in. */
        Control and(Control next, Reading right) {
            boolean letIn = next.reading == Reading.ACCEPTED && right != Reading.ACCEPTED;
            Control kept = reading == right || letIn ? next : this;
            return new Control(kept.reading, kept.answer, rounds + 1);
        }
    }
}
