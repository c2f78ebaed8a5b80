package dev.seaworthy.auth.bench;

import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the routes have made of good tokens so far, so that one look serves several checks. Thread-safe.
 *
 * <p>A refusal tells of the end of a session only where the route has let in this very token before: one that never did may
 * refuse it for want of a right.
 */
final class Admissions {
    private final Map<Route, Held> held = new ConcurrentHashMap<>();
    private final Set<Shown> admitted = ConcurrentHashMap.newKeySet();
    private final Set<Secret> loggedOut = ConcurrentHashMap.newKeySet();
    private final Set<Secret> over = ConcurrentHashMap.newKeySet();

    /** The exchange by which this route let in this token as the last control, unless it has turned it away since. */
    Optional<Exchange> held(Route route, Secret valid) {
        return Optional.ofNullable(held.get(route))
                .filter(last -> last.token.equals(valid))
                .map(last -> last.exchange);
    }

    /** Notes that a route has let in the token of a control. */
    void holds(Route route, Secret valid, Exchange exchange) {
        held.put(route, new Held(valid, exchange));
        admitted(route, valid);
    }

    /** Notes what a route made of a token that is good, or was. */
    void note(Route route, Secret token, Reading reading) {
        if (reading == Reading.ACCEPTED) {
            admitted(route, token);
            return;
        }
        lost(route, token);
        if (reading == Reading.REFUSED && admitted.contains(new Shown(route, token))) {
            over.add(token);
        }
    }

    /** Notes that a route did not let in the token of a control, which says nothing of its session. */
    void lost(Route route, Secret valid) {
        held.computeIfPresent(route, (unused, last) -> last.token.equals(valid) ? null : last);
    }

    private void admitted(Route route, Secret token) {
        admitted.add(new Shown(route, token));
        // Who is let in again was not out for good.
        over.remove(token);
    }

    /** Whether a route was seen to refuse this token that had let it in before. */
    boolean isOver(Secret token) {
        return over.contains(token);
    }

    /** Notes that a logout with this token was answered as one that worked. */
    void loggedOut(Secret token) {
        loggedOut.add(token);
    }

    /** Whether a logout with this token was answered as one that worked. */
    boolean isLoggedOut(Secret token) {
        return loggedOut.contains(token);
    }

    /** The routes whose refusal tells that this token is worth nothing any more: those that have let it in. */
    List<Route> telling(List<Route> routes, Secret token) {
        return routes.stream()
                .filter(route -> admitted.contains(new Shown(route, token)))
                .toList();
    }

    private record Shown(Route route, Secret token) {}

    private record Held(Secret token, Exchange exchange) {}
}
