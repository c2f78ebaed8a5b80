package dev.seaworthy.auth.access;

import dev.seaworthy.auth.bench.Mutant;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.wire.HttpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A header or a query parameter that must not stand in for a credential.
 *
 * @param name how it is written
 * @param put puts it on a request
 */
record BypassSwitch(String name, UnaryOperator<HttpRequest> put) {
    private static final String LIST = "bypass-headers.txt";

    /** Names of parameters that have opened protected routes; {@code demo} and {@code e2e} as the headers do. */
    private static final List<String> PARAMETERS = List.of(
            "debug=true", "test=true", "e2e=true", "bypass=true", "demo=true", "admin=true", "auth=false", "user_id=1");

    static BypassSwitch header(String name, String value) {
        return new BypassSwitch(name + ": " + value, request -> request.header(name, value));
    }

    /** The built-in headers: one a line, comments after #. */
    static List<BypassSwitch> headers() {
        try (InputStream in = BypassSwitch.class.getResourceAsStream(LIST)) {
            if (in == null) {
                throw new IllegalStateException(LIST + " is not packaged");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .map(line -> line.split(":\\s*", 2))
                    .map(header -> header(header[0], header[1]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(LIST + " cannot be read", e);
        }
    }

    /** The built-in query parameters. */
    static List<BypassSwitch> parameters() {
        return PARAMETERS.stream()
                .map(parameter -> new BypassSwitch("?" + parameter, request -> queried(request, parameter)))
                .toList();
    }

    /** All of these on one request that carries no credential. */
    static Mutant together(List<BypassSwitch> switches) {
        String name = switches.size() == 1
                ? switches.get(0).name
                : switches.size() + " switches such as " + switches.get(0).name;
        return new Mutant("no credential and " + name, CredentialClass.NONE, false, request -> all(request, switches));
    }

    private static HttpRequest all(HttpRequest request, List<BypassSwitch> switches) {
        HttpRequest dressed = request;
        for (BypassSwitch one : switches) {
            dressed = one.put.apply(dressed);
        }
        return dressed;
    }

    private static HttpRequest queried(HttpRequest request, String parameter) {
        String uri = request.uri().toString();
        URI more = URI.create(uri + (uri.contains("?") ? "&" : "?") + parameter);
        return new HttpRequest(request.method(), more, request.headers(), request.body(), request.http10());
    }
}
