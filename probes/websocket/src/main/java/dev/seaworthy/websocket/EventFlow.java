package dev.seaworthy.websocket;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The automaton of one run of a declared flow: exactly one of each event, in order, all of our own run and user, and the
 * nonce somewhere among them. Keeps the first violation. Not thread-safe.
 *
 * <p>Foreign events are judged before their order, so that another user's event is not taken for a duplicate of ours.
 */
final class EventFlow {
    private final WebSocketSettings.Flow declared;
    private final String nonce;
    private @Nullable String run;
    private @Nullable String user;
    private final List<String> seen = new ArrayList<>();
    private final List<Long> instants = new ArrayList<>();
    private int others;
    private boolean nonceCameBack;
    private @Nullable String violation;

    /**
     * A run that has not begun.
     *
     * @param run its id, or null where the first event tells it
     * @param nonce what has to come back
     * @param user whose it is, or null where the first event tells it
     */
    EventFlow(WebSocketSettings.Flow declared, @Nullable String run, String nonce, @Nullable String user) {
        this.declared = declared;
        this.run = run;
        this.nonce = nonce;
        this.user = user;
    }

    /** Takes a message that arrived; those that are no declared event are counted and let pass. */
    void receive(JsonNode message, long atNanos) {
        String name = message.at(declared.type()).asText("");
        int position = declared.events().indexOf(name);
        if (position < 0) {
            others++;
            return;
        }
        Optional<String> foreign = foreign(name, message);
        if (foreign.isPresent()) {
            violated(foreign.get());
            return;
        }
        judgeOrder(name, position);
        seen.add(name);
        instants.add(atNanos);
        if (declared.nonce() != null && message.at(declared.nonce()).asText("").contains(nonce)) {
            nonceCameBack = true;
        }
    }

    /** Whether the event that ends a run has come. */
    boolean ended() {
        return seen.contains(last());
    }

    /** The first violation, once nothing more is waited for. */
    Optional<String> violation() {
        if (violation != null) {
            return Optional.of(violation);
        }
        if (seen.isEmpty()) {
            return Optional.of("no event came: " + declared.events().get(0) + " is missing");
        }
        if (!ended()) {
            return Optional.of(declared.events().get(seen.size()) + " is missing: nothing came after "
                    + seen.get(seen.size() - 1));
        }
        if (declared.nonce() != null && !nonceCameBack) {
            return Optional.of("the nonce did not come back at " + declared.nonce()
                    + ": the answer was not made from this request");
        }
        return Optional.empty();
    }

    /** The events of our own run, in order of arrival. */
    List<String> seen() {
        return List.copyOf(seen);
    }

    /** Milliseconds from the first event to each. */
    List<Double> offsetsMillis() {
        return instants.stream()
                .map(at -> Math.round((at - instants.get(0)) / 1e4) / 100.0)
                .toList();
    }

    /** How many messages were no declared event. */
    int others() {
        return others;
    }

    private Optional<String> foreign(String name, JsonNode message) {
        if (declared.run() != null) {
            String its = message.at(declared.run()).asText("");
            if (run == null) {
                run = its;
            } else if (!its.equals(run)) {
                return Optional.of(
                        "an event of another run came: " + name + " of run '" + its + "', ours is '" + run + "'");
            }
        }
        if (declared.user() != null) {
            String its = message.at(declared.user()).asText("");
            if (user == null) {
                user = its;
            } else if (!its.equals(user)) {
                return Optional.of(
                        "an event of another user came: " + name + " of '" + its + "', ours is '" + user + "'");
            }
        }
        return Optional.empty();
    }

    private void judgeOrder(String name, int position) {
        List<String> events = declared.events();
        if (seen.contains(name)) {
            violated(name + " came twice");
        } else if (ended()) {
            violated(name + " came after " + last() + ", which ends the run");
        } else if (position > seen.size()) {
            violated(events.get(seen.size()) + " is missing: " + name + " came in its place, as event "
                    + (seen.size() + 1) + " of " + events.size());
        } else if (position < seen.size()) {
            violated(name + " came out of order, after " + seen.get(seen.size() - 1));
        }
    }

    private String last() {
        return declared.events().get(declared.events().size() - 1);
    }

    private void violated(String how) {
        if (violation == null) {
            violation = how;
        }
    }
}
