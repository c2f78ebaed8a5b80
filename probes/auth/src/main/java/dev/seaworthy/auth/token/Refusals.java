package dev.seaworthy.auth.token;

import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Reading;
import dev.seaworthy.auth.bench.Route;
import dev.seaworthy.auth.bench.Survey;
import dev.seaworthy.auth.forge.CompactToken;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What the first route answers to bad credentials, between two answers to a valid one.
 *
 * @param answers by what was shown
 * @param exchanges all of them
 * @param problem why nothing can be read from them; empty if something can
 */
record Refusals(Route route, Map<String, HttpAnswer> answers, List<Exchange> exchanges, String problem)
        implements Survey {
    @Override
    public boolean isComplete() {
        return problem.isEmpty();
    }

    static Refusals measure(Bench bench, Credential own) throws InterruptedException {
        Route route = bench.routes().get(0);
        List<Exchange> exchanges = new ArrayList<>();
        Map<String, HttpAnswer> answers = new LinkedHashMap<>();
        String problem = valid(bench, route, own, exchanges);
        for (Map.Entry<String, Function<HttpRequest, HttpRequest>> refusable :
                refusable(bench, own).entrySet()) {
            if (!problem.isEmpty()) {
                break;
            }
            HttpAnswer answer = bench.wire().exchange(refusable.getValue().apply(route.bare()));
            exchanges.add(answer.exchange());
            answers.put(refusable.getKey(), answer);
            if (!answer.outcome().answered()) {
                problem = route + " did not answer " + refusable.getKey() + ": "
                        + answer.exchange().summary();
            }
        }
        if (problem.isEmpty()) {
            problem = valid(bench, route, own, exchanges);
        }
        return new Refusals(route, answers, List.copyOf(exchanges), problem);
    }

    /** Shows the valid token; says what is wrong if it is not let in. */
    private static String valid(Bench bench, Route route, Credential own, List<Exchange> exchanges)
            throws InterruptedException {
        HttpAnswer answer = bench.wire().exchange(route.bare().bearer(own.token()));
        exchanges.add(answer.exchange());
        return route.read(answer, CredentialClass.VALID) == Reading.ACCEPTED
                ? ""
                : "the valid token of the control was not accepted: "
                        + answer.exchange().summary();
    }

    private static Map<String, Function<HttpRequest, HttpRequest>> refusable(Bench bench, Credential own) {
        Map<String, Function<HttpRequest, HttpRequest>> refusable = new LinkedHashMap<>();
        refusable.put("no credential", request -> request);
        Secret garbage = Secret.of(Bench.hex(bench.random("refusals"), 20));
        refusable.put("garbage", request -> request.bearer(garbage));
        CompactToken.parse(own.token().reveal()).ifPresent(token -> {
            Secret changed = bench.keep(new CompactToken(token.header(), token.payload(), "AAAA"));
            refusable.put("a token with its signature changed", request -> request.bearer(changed));
        });
        return refusable;
    }
}
