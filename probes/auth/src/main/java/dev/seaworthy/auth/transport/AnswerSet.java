package dev.seaworthy.auth.transport;

import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Route;
import dev.seaworthy.auth.bench.Survey;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One answer of each class from the first protected route; all rules about headers are read from it.
 *
 * @param route which route was asked
 * @param answers by class, as far as there are any
 * @param exchanges all of them, the login included
 * @param isComplete whether the target answered everything
 */
record AnswerSet(Route route, Map<Kind, HttpAnswer> answers, List<Exchange> exchanges, boolean isComplete)
        implements Survey {
    /** Comes back in the body of an answer to TRACE, if TRACE is on. */
    static final String ECHO = "X-Seaworthy-Echo";

    /** A class of answers. */
    enum Kind {
        /** What a valid token gets. */
        SUCCESS("the answer to a valid token"),
        /** What no credential gets. */
        REFUSAL("the answer to no credential"),
        /** What a path below it gets that there is not. */
        NOT_FOUND("the answer to a path that there is not"),
        /** What TRACE gets. */
        TRACE("the answer to TRACE"),
        /** What a method gets that there is not, with a valid token. */
        OTHER_METHOD("the answer to a method that there is not");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    static AnswerSet measure(Bench bench) throws CredentialRefused, InterruptedException {
        var valid = bench.standing(0);
        Route route = bench.routes().get(0);
        List<Exchange> exchanges = new ArrayList<>(valid.exchanges());
        Map<Kind, HttpAnswer> answers = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            HttpRequest bare = route.bare();
            HttpRequest request = switch (kind) {
                case SUCCESS -> bare.bearer(valid.token());
                case REFUSAL -> bare;
                case NOT_FOUND -> HttpRequest.get(
                        below(bare.uri(), "seaworthy-" + Bench.hex(bench.random("no such path"), 6)));
                case TRACE -> HttpRequest.of("TRACE", bare.uri()).header(ECHO, "seaworthy-trace");
                case OTHER_METHOD -> HttpRequest.of("SEAWORTHY", bare.uri()).bearer(valid.token());
            };
            HttpAnswer answer = bench.wire().exchange(request);
            exchanges.add(answer.exchange());
            answers.put(kind, answer);
            // A server may well hang up on a method that it does not know.
            boolean vital = kind != Kind.TRACE && kind != Kind.OTHER_METHOD;
            if (!answer.outcome().answered() && vital) {
                return new AnswerSet(route, Map.copyOf(answers), List.copyOf(exchanges), false);
            }
        }
        return new AnswerSet(route, Map.copyOf(answers), List.copyOf(exchanges), true);
    }

    private static URI below(URI uri, String segment) {
        String path = uri.getRawPath();
        return uri.resolve((path.endsWith("/") ? path : path + "/") + segment);
    }
}
