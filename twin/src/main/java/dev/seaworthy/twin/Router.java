package dev.seaworthy.twin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Method and path to handler. Filled before the twin starts, then only read. */
final class Router {
    private final List<Route> routes = new ArrayList<>();

    /** A route that anybody may call, outside every limit. */
    void open(String method, String path, Handler handler) {
        routes.add(new Route(method, path.split("/", -1), false, Limiter.Policy.NONE, handler));
    }

    /** A route that anybody may call, within a limit. */
    void openLimited(String method, String path, Limiter.Policy policy, Handler handler) {
        routes.add(new Route(method, path.split("/", -1), false, policy, handler));
    }

    /** A route that needs a valid access token. */
    void guarded(String method, String path, Limiter.Policy policy, Handler handler) {
        routes.add(new Route(method, path.split("/", -1), true, policy, handler));
    }

    /** What there is at a path: none when it is unknown. HEAD finds the route of GET. */
    Match match(String method, String path) {
        String wanted = method.equals("HEAD") ? "GET" : method;
        String[] segments = path.split("/", -1);
        TreeSet<String> methods = new TreeSet<>();
        Route found = null;
        Map<String, String> variables = Map.of();
        for (Route route : routes) {
            Map<String, String> bound = new HashMap<>();
            if (!route.binds(segments, bound)) {
                continue;
            }
            methods.add(route.method);
            if (route.method.equals(wanted)) {
                found = route;
                variables = bound;
            }
        }
        if (!methods.isEmpty()) {
            methods.add("OPTIONS");
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return new Match(String.join(", ", methods), found, variables);
    }

    /** Answers a request, or throws a {@link Refusal}. Must not block. */
    interface Handler {
        Answer answer(Request request);
    }

    /**
     * What a path leads to.
     *
     * @param methods those that the path knows, for Allow; empty for an unknown path
     * @param route null for an unknown path or a method that it does not know
     */
    record Match(String methods, @Nullable Route route, Map<String, String> variables) {}

    record Route(String method, String[] segments, boolean guarded, Limiter.Policy policy, Handler handler) {
        boolean binds(String[] path, Map<String, String> variables) {
            if (path.length != segments.length) {
                return false;
            }
            for (int i = 0; i < path.length; i++) {
                if (segments[i].startsWith("{") && !path[i].isEmpty()) {
                    variables.put(segments[i].substring(1, segments[i].length() - 1), path[i]);
                } else if (!segments[i].equals(path[i])) {
                    return false;
                }
            }
            return true;
        }
    }
}
