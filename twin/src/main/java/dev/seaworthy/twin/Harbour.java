package dev.seaworthy.twin;

import java.time.Clock;
import java.util.Map;
import java.util.function.LongSupplier;

/** The service itself, without its network: a call goes in, an answer comes out. Thread-safe; never blocks. */
final class Harbour {
    private static final System.Logger LOG = System.getLogger(Harbour.class.getName());

    private final TwinSettings settings;
    private final Router router = new Router();
    private final Gate gate;
    private final Limiter limiter;
    private final Sessions sessions;
    private final LoginThrottle throttle;
    private final CookieDesk cookieDesk;
    private final Handshake handshake;
    private final AgentFlow flow;

    Harbour(TwinSettings settings, Clock clock, LongSupplier nanos) {
        this.settings = settings;
        Accounts accounts = new Accounts(settings.accounts());
        this.sessions = new Sessions(settings, accounts, clock);
        this.gate = new Gate(settings, sessions, new Strain(settings, nanos));
        this.limiter = new Limiter(settings, nanos);
        this.handshake = new Handshake(settings, gate);
        Agents agents = new Agents(settings, nanos);
        this.flow = new AgentFlow(settings, agents, clock);
        new HealthDesk(settings, clock, nanos).addTo(router);
        this.throttle = new LoginThrottle(settings, clock);
        Doorman doorman = new Doorman(settings, accounts, throttle);
        this.cookieDesk = new CookieDesk(settings, doorman, clock);
        new AuthDesk(settings, doorman, sessions, gate).addTo(router);
        cookieDesk.addTo(router);
        new OidcDesk(settings, accounts, clock).addTo(router);
        new ThreadDesk(settings, new Conversations(clock)).addTo(router);
        new AgentDesk(settings, agents, clock).addTo(router);
        PageDesk.addTo(router);
    }

    Handshake handshake() {
        return handshake;
    }

    AgentFlow flow() {
        return flow;
    }

    /** Forgets sessions that have run out. */
    void sweep() {
        sessions.sweep();
        throttle.sweep();
        cookieDesk.sweep();
    }

    /** Answers a call. Never throws: a fault of ours is an answer of 500. */
    Answer answer(Call call) {
        try {
            return route(call);
        } catch (Refusal refusal) {
            return refusal.answer();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "no answer for " + call, e);
            return Answer.error(500, "internal", "the server failed on this request");
        }
    }

    private Answer route(Call call) {
        Router.Match match = router.match(call.method(), call.path());
        if (match.methods().isEmpty()
                && settings.has(Fault.PATH_VARIANT_OPEN)
                && call.path().endsWith("/")) {
            match = router.match(call.method(), call.path().replaceFirst("/$", ""));
            Router.Route unguarded = match.route();
            if (unguarded != null && unguarded.guarded()) {
                return unguarded.handler().answer(new Request(call, User.DEMO, match.variables()));
            }
        }
        if (match.methods().isEmpty()) {
            return Answer.error(404, "not_found", "no such route");
        }
        if (Cors.preflight(call)) {
            return Cors.answerPreflight(call, match.methods());
        }
        if (call.method().equals("OPTIONS")) {
            return Answer.empty(204).with("Allow", match.methods());
        }
        Router.Route route = match.route();
        if (route == null) {
            return Answer.error(405, "method_not_allowed", "this route knows " + match.methods())
                    .with("Allow", match.methods());
        }
        return serve(call, route, match.variables());
    }

    private Answer serve(Call call, Router.Route route, Map<String, String> variables) {
        if (!route.guarded() && route.policy() == Limiter.Policy.NONE) {
            return route.handler().answer(new Request(call, User.NOBODY, variables));
        }
        Gate.Caller caller = gate.identify(call);
        boolean unlimited = settings.has(Fault.BYPASS_UNLIMITED) && Gate.carriesTestHeader(call);
        if (route.policy() == Limiter.Policy.NONE || unlimited) {
            return route.handler()
                    .answer(new Request(call, caller.require(), variables))
                    .late(caller.lateMillis());
        }
        User user = caller.user();
        Map<String, String> announced = limiter.admit(route.policy(), user == null ? call.remote() : user.id(), call);
        try {
            User admitted = route.guarded() ? caller.require() : User.NOBODY;
            return route.handler()
                    .answer(new Request(call, admitted, variables))
                    .with(announced)
                    .late(caller.lateMillis());
        } catch (Refusal refusal) {
            return refusal.answer().with(announced);
        }
    }
}
