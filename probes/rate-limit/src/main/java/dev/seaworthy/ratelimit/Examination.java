package dev.seaworthy.ratelimit;

import dev.seaworthy.ratelimit.confirm.Allowance;
import dev.seaworthy.ratelimit.confirm.Confirmation;
import dev.seaworthy.ratelimit.confirm.Confirmed;
import dev.seaworthy.ratelimit.confirm.Declaration;
import dev.seaworthy.ratelimit.delay.DelayTrial;
import dev.seaworthy.ratelimit.delay.Pacing;
import dev.seaworthy.ratelimit.header.Announcement;
import dev.seaworthy.ratelimit.header.PromiseTrial;
import dev.seaworthy.ratelimit.identify.Identification;
import dev.seaworthy.ratelimit.identify.Inquiry;
import dev.seaworthy.ratelimit.model.Limiter;
import dev.seaworthy.ratelimit.scope.BypassTrial;
import dev.seaworthy.ratelimit.scope.KeyTrial;
import dev.seaworthy.ratelimit.scope.Known;
import dev.seaworthy.ratelimit.scope.LeakTrial;
import dev.seaworthy.ratelimit.scope.RestTrial;
import dev.seaworthy.ratelimit.session.Answer;
import dev.seaworthy.ratelimit.session.Journal;
import dev.seaworthy.ratelimit.session.Plan;
import dev.seaworthy.ratelimit.session.Session;
import dev.seaworthy.ratelimit.session.Stage;
import dev.seaworthy.ratelimit.session.Stopped;
import dev.seaworthy.ratelimit.session.Transport;
import dev.seaworthy.ratelimit.websocket.ConnectionTrial;
import dev.seaworthy.ratelimit.websocket.MessageScope;
import dev.seaworthy.ratelimit.websocket.MessageTransport;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Examines one limit, cheapest first: what is declared or announced is confirmed, and only where that fails the limiter is
 * identified; then promises, keys, bypasses and leaks, as far as the plan allows. Used once; not thread-safe.
 */
public final class Examination {
    private static final double PATIENCE = 10;

    private final Session session;
    private @Nullable MessageTransport talk;
    private Order order;
    private int parallel = 1;

    /** An examination that has sent nothing. */
    public Examination(Transport transport, Plan plan, Order order) {
        this.session = new Session(transport, plan);
        this.order = order;
    }

    /** An examination of messages, and of the connections that carry them. */
    public Examination(MessageTransport transport, Plan plan, Order order) {
        this((Transport) transport, plan, order);
        talk = transport;
    }

    /** Runs it to its end. Whatever stops it, what is known so far is returned. */
    public Examined run() throws InterruptedException {
        MessageTransport messages = talk;
        if (messages != null) {
            new MessageScope(session, messages).run();
        }
        try {
            Answer first = first();
            Optional<Found> found = find(first);
            if (messages != null) {
                new ConnectionTrial(session, messages).run();
            } else if (found.isPresent() && found.get().limiter().recovery() <= Confirmation.LONGEST) {
                beyond(found.get());
            }
        } catch (Stopped early) {
            session.stopped(Stage.CONFIRM, early.reason());
        }
        return Examined.of(session.journal(order.about()));
    }

    /** One request that must be admitted; a limit that somebody has used up is given one chance to rest. */
    private Answer first() throws Stopped, InterruptedException {
        session.enter(Stage.CONFIRM);
        session.step(Confirmation.BURST);
        Answer first = session.volley(1).get(0);
        if (first.refused()) {
            session.rest(restAfter(first));
            first = session.volley(1).get(0);
        }
        if (first.refused()) {
            throw new Stopped(
                    "the first request was refused, and again after a rest: the key was used up before, or this"
                            + " caller is not let in at all; give a key that nothing else uses");
        }
        if (!first.admitted()) {
            throw new Stopped("the first request was answered with " + first.text()
                    + ", which is neither an admission nor a refusal");
        }
        if (order.declaration() == null && order.mode() != Order.Mode.ALWAYS) {
            announced(first).ifPresent(found -> order = order.announced(found));
        }
        return first;
    }

    private double restAfter(Answer refusal) {
        Declaration declared = order.declaration();
        double known = declared == null ? PATIENCE : declared.allowance().recovery();
        double told = Announcement.in(refusal.headers(), session.wallClockAt(refusal.doneNanos())).waits().stream()
                .mapToDouble(Announcement.Wait::seconds)
                .findFirst()
                .orElse(known);
        return Math.min(Math.max(known, told), Confirmation.LONGEST) + 0.1;
    }

    /** A limit that the target itself announces, with its window. */
    private static Optional<Declaration> announced(Answer first) {
        return Announcement.in(first.headers(), Instant.EPOCH).quotas().stream()
                .filter(quota -> quota.seconds() != null && quota.amount() > 0 && quota.amount() < 100_000)
                .findFirst()
                .map(quota -> new Declaration(
                        new Allowance.Window((int) quota.amount(), quota.seconds() == null ? 1 : quota.seconds()),
                        0,
                        "header"));
    }

    /**
     * A limiter, and whether it is known well enough to be named.
     */
    private record Found(Limiter limiter, boolean certain) {
        static Optional<Found> of(Identification identified) {
            boolean certain = identified.limiter().isPresent();
            return identified.best().map(best -> new Found(best, certain));
        }
    }

    private Optional<Found> find(Answer first) throws InterruptedException {
        Declaration declaration = order.declaration();
        if (declaration != null && order.mode() != Order.Mode.ALWAYS) {
            Confirmation confirmation = new Confirmation(session, declaration);
            confirmation.run(first);
            parallel = confirmation.parallel();
            Optional<Found> confirmed =
                    Confirmed.of(journal(), declaration).limiter().map(limiter -> new Found(limiter, true));
            boolean tooLong = declaration.allowance().recovery() > Confirmation.LONGEST;
            if (confirmed.isPresent() || tooLong || order.mode() == Order.Mode.NEVER) {
                return confirmed;
            }
        }
        Inquiry inquiry = new Inquiry(session, DelayTrial::suspects);
        Identification identified = inquiry.run();
        parallel = inquiry.parallel();
        if (inquiry.onlyAtOnce() || DelayTrial.suspects(journal()) || DelayTrial.neverRefused(journal())) {
            new DelayTrial(session).run();
            return paced(identified);
        }
        return Found.of(identified);
    }

    private Optional<Found> paced(Identification identified) throws InterruptedException {
        Pacing pacing = DelayTrial.judge(journal()).orElse(null);
        if (pacing instanceof Pacing.RateAtOnce rate) {
            return atOnce(rate.parallel());
        }
        if (pacing instanceof Pacing.NoneSeen && journal().sawLimit()) {
            // Some answers took long, but not because the limiter held them back: a cold start, or a busy machine.
            return identified.limiter().isPresent() ? Found.of(identified) : atOnce(parallel);
        }
        return Optional.empty();
    }

    /** One request after the other is too slow for this limit. */
    private Optional<Found> atOnce(int requests) throws InterruptedException {
        Inquiry inquiry = new Inquiry(session).atOnce(requests);
        Identification identified = inquiry.run();
        parallel = inquiry.parallel();
        return Found.of(identified);
    }

    /** A part that the plan does not allow is noted as such by itself. */
    private void beyond(Found found) throws InterruptedException {
        Known known = Knowledge.of(found.limiter(), parallel);
        if (order.parts().contains(Order.Part.HEADERS) && promises()) {
            new PromiseTrial(session, found.limiter(), parallel, roundTrip()).run();
        }
        if (found.certain()) {
            keys(known);
        }
        new RestTrial(session, known).run();
    }

    private void keys(Known known) throws InterruptedException {
        if (order.parts().contains(Order.Part.KEY)) {
            new KeyTrial(session, known).run();
        }
        if (order.parts().contains(Order.Part.LEAK)) {
            new LeakTrial(session, known, usersApart(known)).run();
        }
        if (order.parts().contains(Order.Part.BYPASS)) {
            new BypassTrial(session, known, order.usual()).run();
        }
    }

    /** Whether other users were seen to have quotas of their own of the same size. */
    private boolean usersApart(Known known) {
        return KeyTrial.judge(journal(), known, order.perUser())
                .json()
                .at("/isolation/pass")
                .asBoolean(false);
    }

    private boolean promises() {
        return journal().entries().stream()
                .filter(entry -> entry.answer().refused())
                .anyMatch(entry -> !Announcement.in(entry.answer().headers(), Instant.EPOCH)
                        .waits()
                        .isEmpty());
    }

    private double roundTrip() {
        return journal().entries().stream()
                .mapToDouble(entry -> entry.answer().latency())
                .min()
                .orElse(0);
    }

    private Journal journal() {
        return session.journal(order.about());
    }
}
