package dev.seaworthy.auth.transport;

import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Route;
import dev.seaworthy.auth.bench.Survey;
import dev.seaworthy.auth.settings.CrossOriginSettings;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one protected route answers to each of a list of origins: without a credential, with a valid token, and to a
 * preflight. All cross-origin rules are read from it.
 *
 * @param route which route was asked
 * @param cells in the order in which they were sent
 * @param exchanges all of them, the login included
 * @param isComplete whether the target answered everything
 */
record OriginMatrix(Route route, List<Cell> cells, List<Exchange> exchanges, boolean isComplete) implements Survey {
    /** More allowed origins than these show nothing new. */
    private static final int MOST_ALLOWED = 3;

    private static final Origin STRANGER = new Origin(Kind.FOREIGN, "https://evil.example");

    /** What an origin is to the contract. */
    enum Kind {
        /** It may read. */
        ALLOWED,
        /** No part of an allowed one; or made to look like it by who builds a rule of text. */
        FOREIGN,
        /** An allowed host by another scheme, port or name below: another origin, whose owner may be the same. */
        NEAR,
        /** The origin of a sandboxed frame, a file or a redirect: everybody's. */
        NULL,
        /** None at all: no browser asks. */
        NONE
    }

    /** Which request it was. */
    enum Way {
        ANONYMOUS,
        TOKEN,
        PREFLIGHT
    }

    /** An origin and what it is; the text is null for none. */
    record Origin(Kind kind, @Nullable String text) {
        @Override
        public String toString() {
            return text == null ? "no origin" : text;
        }
    }

    /** One answer. */
    record Cell(Origin origin, Way way, HttpAnswer answer) {
        /** Access-Control-Allow-Origin, several joined by a comma; empty for none. */
        String allowed() {
            return String.join(", ", answer.headers().all("Access-Control-Allow-Origin"));
        }

        /** Whether this very origin is let in, by its name. */
        boolean reflects() {
            return origin.text() != null && allowed().equalsIgnoreCase(origin.text());
        }

        boolean withCredentials() {
            return answer.headers()
                    .first("Access-Control-Allow-Credentials")
                    .filter(value -> value.strip().equals("true"))
                    .isPresent();
        }

        /** Whether it was turned away for the load, and so may lack headers that it has otherwise. */
        boolean isShed() {
            return answer.status() == 429 || answer.status() == 503;
        }

        @Override
        public String toString() {
            String how =
                    way == Way.ANONYMOUS ? "without a token" : way == Way.TOKEN ? "with a token" : "as a preflight";
            return origin + " " + how;
        }
    }

    static OriginMatrix measure(Bench bench, CrossOriginSettings settings)
            throws CredentialRefused, InterruptedException {
        var valid = bench.standing(0);
        Route route = bench.routes().get(0);
        List<Cell> cells = new ArrayList<>();
        List<Exchange> exchanges = new ArrayList<>(valid.exchanges());
        for (Origin origin : origins(settings.origins())) {
            for (Way way : ways(origin)) {
                HttpAnswer answer = bench.wire().exchange(request(route, origin, way, valid.token()));
                exchanges.add(answer.exchange());
                cells.add(new Cell(origin, way, answer));
                if (!answer.outcome().answered()) {
                    return new OriginMatrix(route, List.copyOf(cells), List.copyOf(exchanges), false);
                }
            }
        }
        return new OriginMatrix(route, List.copyOf(cells), List.copyOf(exchanges), true);
    }

    /**
     * A page reads what the answer to the request itself lets it read; a preflight that lets in more is no harm without
     * that. So preflights and requests without a token are sent where the rules ask for them.
     */
    private static List<Way> ways(Origin origin) {
        boolean anonymous = origin.kind() == Kind.ALLOWED || origin.kind() == Kind.NONE || origin.equals(STRANGER);
        return anonymous ? List.of(Way.values()) : List.of(Way.TOKEN);
    }

    private static HttpRequest request(Route route, Origin origin, Way way, Secret token) {
        HttpRequest bare = route.bare();
        if (way == Way.PREFLIGHT) {
            bare = HttpRequest.of("OPTIONS", bare.uri())
                    .header("Access-Control-Request-Method", route.spec().method())
                    .header("Access-Control-Request-Headers", "authorization");
        } else if (way == Way.TOKEN) {
            bare = bare.bearer(token);
        }
        return origin.text() == null ? bare : bare.header("Origin", origin.text());
    }

    /** The list: what is allowed, and what somebody else could make of it. */
    static List<Origin> origins(List<String> allowed) {
        URI model = URI.create(allowed.get(0));
        String host = model.getHost();
        String port = model.getPort() == -1 ? "" : ":" + model.getPort();
        String scheme = model.getScheme();
        List<Origin> all = new ArrayList<>();
        allowed.stream().limit(MOST_ALLOWED).forEach(origin -> all.add(new Origin(Kind.ALLOWED, origin)));
        Stream.of(
                        STRANGER,
                        new Origin(Kind.FOREIGN, scheme + "://" + host + ".evil.example" + port),
                        new Origin(Kind.FOREIGN, scheme + "://evil" + host + port),
                        new Origin(Kind.FOREIGN, allowed.get(0) + " https://evil.example"),
                        new Origin(Kind.NULL, "null"),
                        new Origin(Kind.NEAR, (scheme.equals("https") ? "http" : "https") + "://" + host + port),
                        new Origin(Kind.NEAR, scheme + "://evil." + host + port),
                        new Origin(Kind.NEAR, scheme + "://" + host + ":" + (model.getPort() == 8443 ? 9443 : 8443)),
                        new Origin(Kind.NEAR, scheme + "://" + host + "." + port),
                        new Origin(Kind.NONE, null))
                .filter(origin -> origin.text() == null || !allowed.contains(origin.text()))
                .forEach(all::add);
        return List.copyOf(all);
    }

    List<Cell> of(Kind kind) {
        return cells.stream().filter(cell -> cell.origin().kind() == kind).toList();
    }

    /** The table for the report: a row for each origin, with what it was allowed in each way. */
    List<Map<String, Object>> table() {
        Map<Origin, Map<String, Object>> rows = new LinkedHashMap<>();
        for (Cell cell : cells) {
            Map<String, Object> row = rows.computeIfAbsent(cell.origin(), origin -> {
                Map<String, Object> fresh = new LinkedHashMap<>();
                fresh.put("origin", origin.toString());
                fresh.put("kind", origin.kind().name().toLowerCase(Locale.ROOT));
                return fresh;
            });
            String said =
                    cell.allowed().isEmpty() ? "-" : cell.allowed() + (cell.withCredentials() ? " +credentials" : "");
            row.put(
                    cell.way().name().toLowerCase(Locale.ROOT),
                    cell.answer().outcome().answered() ? cell.answer().status() + " " + said : "no answer");
        }
        return List.copyOf(rows.values());
    }
}
