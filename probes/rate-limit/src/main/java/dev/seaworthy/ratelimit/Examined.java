package dev.seaworthy.ratelimit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.ratelimit.confirm.Allowance;
import dev.seaworthy.ratelimit.confirm.Confirmed;
import dev.seaworthy.ratelimit.confirm.Declaration;
import dev.seaworthy.ratelimit.delay.DelayTrial;
import dev.seaworthy.ratelimit.delay.Pacing;
import dev.seaworthy.ratelimit.header.HeaderTruth;
import dev.seaworthy.ratelimit.identify.Identification;
import dev.seaworthy.ratelimit.model.Bucket;
import dev.seaworthy.ratelimit.model.FixedFirst;
import dev.seaworthy.ratelimit.model.Limiter;
import dev.seaworthy.ratelimit.model.SlidingLog;
import dev.seaworthy.ratelimit.scope.BypassTrial;
import dev.seaworthy.ratelimit.scope.KeyTrial;
import dev.seaworthy.ratelimit.scope.LeakTrial;
import dev.seaworthy.ratelimit.scope.RestTrial;
import dev.seaworthy.ratelimit.session.Answer;
import dev.seaworthy.ratelimit.session.Entry;
import dev.seaworthy.ratelimit.session.Frontier;
import dev.seaworthy.ratelimit.session.Journal;
import dev.seaworthy.ratelimit.session.Stage;
import dev.seaworthy.ratelimit.verdict.LimitVerdict;
import dev.seaworthy.ratelimit.verdict.Section;
import dev.seaworthy.ratelimit.websocket.WebSocketLimits;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an examination showed. Drawn from its journal alone, now or from a stored log. Immutable.
 *
 * @param journal all that was sent and came back
 * @param order what was to be found out
 * @param confirmed how the declaration was confirmed or refuted; null where there is none or it was not tried
 * @param identification what was identified; null where that was not tried
 * @param headers whether the answers tell the truth about the limit
 * @param pacing how the target delays, or bounds what is under way; null where that was not tried
 * @param parts what was tried besides, each with its own judgement
 */
public record Examined(
        Journal journal,
        Order order,
        @Nullable Confirmed confirmed,
        @Nullable Identification identification,
        HeaderTruth headers,
        @Nullable Pacing pacing,
        Map<Stage, Section> parts) {
    /** Requests a second: what leaves faster than that one by one leaves as fast as any server works. */
    private static final double AS_FAST_AS_WORK = 100;

    /** Draws what a journal shows, without sending anything. */
    public static Examined of(Journal journal) {
        Order order = Order.of(journal.about());
        Declaration declaration = order.declaration();
        Confirmed confirmed =
                declaration == null || order.mode() == Order.Mode.ALWAYS ? null : Confirmed.of(journal, declaration);
        Identification identification = journal.of(Stage.EXPERIMENT).isEmpty() ? null : Identification.of(journal);
        Optional<Limiter> known = known(confirmed, identification);
        return new Examined(
                journal,
                order,
                confirmed,
                identification,
                HeaderTruth.of(journal, known.orElse(null)),
                DelayTrial.judge(journal).orElse(null),
                parts(journal, order, best(known, identification)));
    }

    private static Map<Stage, Section> parts(Journal journal, Order order, Optional<Limiter> limiter) {
        Map<Stage, Section> parts = new EnumMap<>(Stage.class);
        WebSocketLimits.judge(journal).ifPresent(limits -> parts.put(Stage.CONNECTIONS, limits.section()));
        limiter.map(found -> Knowledge.of(found, 1)).ifPresent(known -> {
            part(parts, journal, Stage.KEY, () -> KeyTrial.judge(journal, known, order.perUser()));
            part(parts, journal, Stage.LEAK, () -> LeakTrial.judge(journal, known));
            part(parts, journal, Stage.BYPASS, () -> BypassTrial.judge(journal, known, order.usual()));
            part(parts, journal, Stage.REST, () -> RestTrial.judge(journal, known));
        });
        return parts;
    }

    /** Only of what was begun; what was not stays null. */
    private static void part(Map<Stage, Section> parts, Journal journal, Stage stage, Supplier<Section> judge) {
        if (!journal.of(stage).isEmpty() || journal.stops().containsKey(stage)) {
            parts.put(stage, judge.get());
        }
    }

    /** What one part says at a place of its JSON; missing where it was not tried. */
    JsonNode told(Stage stage, String pointer) {
        Section section = parts.get(stage);
        return section == null ? MissingNode.getInstance() : section.json().at(pointer);
    }

    private static Optional<Limiter> known(@Nullable Confirmed confirmed, @Nullable Identification identification) {
        Optional<Limiter> declared = confirmed == null ? Optional.empty() : confirmed.limiter();
        return declared.isPresent() || identification == null ? declared : identification.limiter();
    }

    /** The limiter, where it is known well enough to be named. */
    public Optional<Limiter> limiter() {
        return known(confirmed, identification);
    }

    /** The limiter that explains best what was seen, known well or not. */
    public Optional<Limiter> best() {
        return best(limiter(), identification);
    }

    private static Optional<Limiter> best(Optional<Limiter> known, @Nullable Identification identification) {
        return known.isPresent() || identification == null ? known : identification.best();
    }

    /** What was confirmed, or else what was identified, as a declaration; empty where neither was, or it is of another form. */
    Optional<Declaration> declared() {
        if (confirmed != null && confirmed.result() == Confirmed.Result.CONFIRMED) {
            return Optional.of(confirmed.declaration());
        }
        return limiter().flatMap(Examined::asAllowance).map(found -> new Declaration(found, 0.1, "identified"));
    }

    private static Optional<Allowance> asAllowance(Limiter found) {
        if (found instanceof FixedFirst || (found instanceof SlidingLog log && !log.countsRefused())) {
            return Optional.of(new Allowance.Window((int) found.capacity(), found.recovery()));
        }
        return found instanceof Bucket bucket
                ? Optional.of(new Allowance.Bucket((int) bucket.burst(), bucket.rate()))
                : Optional.empty();
    }

    /** What the admitted requests refute. */
    public Frontier frontier() {
        return Frontier.of(journal);
    }

    /** YES; NO where a declared limit would have refused long ago; NOT_OBSERVED otherwise. */
    public String enforced() {
        if (limited()) {
            return "YES";
        }
        return refutedByFrontier() ? "NO" : "NOT_OBSERVED";
    }

    /** Whether something was refused or delayed by a limiter. */
    boolean limited() {
        return journal.sawLimit() || delays();
    }

    /** Whether what was asked for too fast waits; a target that is as slow as its work is no limiter. */
    boolean delays() {
        if (pacing instanceof Pacing.Queue queue) {
            return !queue.perhapsWork() && queue.perSecond() < AS_FAST_AS_WORK;
        }
        return pacing instanceof Pacing.Progressive
                || (pacing instanceof Pacing.CycleWait cycles && !cycles.perhapsWork());
    }

    /** Whether more was admitted than the declaration allows, on any grid. */
    boolean refutedByFrontier() {
        Declaration declaration = order.declaration();
        if (declaration == null) {
            return false;
        }
        // On a fixed grid, a boundary may fall inside.
        int edge = declaration.allowance() instanceof Allowance.Window ? 2 : 1;
        return frontier().points().stream()
                .filter(point ->
                        edge == 1 || point.seconds() <= declaration.allowance().recovery())
                .anyMatch(point -> point.admitted() > edge * declaration.highest(point.seconds()));
    }

    /** The evidence. */
    List<Exchange> exchanges() {
        return journal.entries().stream()
                .map(entry -> entry.answer().exchange())
                .filter(Objects::nonNull)
                .toList();
    }

    /** Why it ended before its time, in words; empty otherwise. */
    public String stopped() {
        return String.join("; ", journal.stops().values());
    }

    /** The whole of it, as JSON and as text. */
    public LimitVerdict verdict() {
        List<Section> sections = new ArrayList<>();
        boolean paced = delays() || pacing instanceof Pacing.ConcurrencyCap;
        if (pacing != null && paced) {
            sections.add(pacing.section());
        }
        if (!limited()) {
            sections.add(new Section()
                    .line(
                            enforced().equals("NO") ? "NOT ENFORCED" : "NOT OBSERVED",
                            frontier().text()));
        } else if (identification != null && !paced) {
            sections.add(identification.section());
        } else if (!paced) {
            sections.add(allowed());
        }
        if (pacing instanceof Pacing.NoneSeen || pacing instanceof Pacing.RateAtOnce) {
            sections.add(pacing.section());
        }
        sections.add(refusals());
        if (confirmed != null) {
            sections.add(confirmed.section());
        }
        if (journal.refused() > 0) {
            sections.add(headers.section());
        }
        sections.addAll(parts.values());
        String early = String.join(
                "; ",
                journal.stops().entrySet().stream()
                        .filter(stop -> !parts.containsKey(stop.getKey()))
                        .map(Map.Entry::getValue)
                        .toList());
        if (!early.isEmpty()) {
            sections.add(new Section().line("Stopped", early));
        }
        return new LimitVerdict(enforced(), journal, sections);
    }

    /** The headline where nothing had to be identified. */
    private Section allowed() {
        String what = confirmed == null
                ? "yes, but not identified"
                : limiter().isPresent()
                        ? confirmed.declaration().allowance().text() + ", as declared"
                        : "yes, but not as declared";
        return new Section().line("ENFORCED", what);
    }

    private Section refusals() {
        Section section = new Section();
        ObjectNode json = section.json();
        ArrayNode points = json.putArray("frontier");
        for (Frontier.Point point : frontier().points()) {
            points.addObject().put("seconds", point.seconds()).put("maxAdmitted", point.admitted());
        }
        Optional<Answer> refusal = journal.entries().stream()
                .filter(Entry::isControl)
                .map(Entry::answer)
                .filter(Answer::refused)
                .findFirst();
        refusal.ifPresent(answer -> {
            json.putObject("rejection")
                    .put("kind", answer.sign().name())
                    .put("status", answer.status() == 0 ? null : (Integer) answer.status())
                    .put("standard", answer.standardRefusal());
            if (!answer.standardRefusal()) {
                section.line(
                        "Note",
                        "refuses with " + answer.text() + " instead of 429"
                                + (journal.sawLimit()
                                        ? ""
                                        : ", and admitted nothing afterwards: a target that is down looks"
                                                + " the same"));
            }
        });
        return section;
    }
}
