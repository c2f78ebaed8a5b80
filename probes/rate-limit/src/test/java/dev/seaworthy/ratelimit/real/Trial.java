package dev.seaworthy.ratelimit.real;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seaworthy.kernel.AllowList;
import dev.seaworthy.kernel.Reach;
import dev.seaworthy.kernel.RequestBudget;
import dev.seaworthy.kernel.SecretVault;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.ratelimit.Examination;
import dev.seaworthy.ratelimit.Examined;
import dev.seaworthy.ratelimit.Order;
import dev.seaworthy.ratelimit.confirm.Allowance;
import dev.seaworthy.ratelimit.confirm.Declaration;
import dev.seaworthy.ratelimit.http.HttpTransport;
import dev.seaworthy.ratelimit.http.Refusal;
import dev.seaworthy.ratelimit.scope.Usual;
import dev.seaworthy.ratelimit.session.Plan;
import dev.seaworthy.wire.HttpRequest;
import dev.seaworthy.wire.Wire;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One examination of one limiter, on a key that nobody else has used. */
final class Trial {
    private static final AtomicInteger KEYS = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Path JOURNALS = Path.of("target", "real-journals");

    private final String name;
    private final URI uri;
    private @Nullable Declaration declaration;
    private Order.Mode mode = Order.Mode.AUTO;
    private Set<Order.Part> parts = Set.of();
    private @Nullable String refusalBody;
    private double seconds = 120;
    private final String key = "key-" + KEYS.incrementAndGet() + "-" + Long.toHexString(System.nanoTime());

    Trial(String name, URI uri) {
        this.name = name;
        this.uri = uri;
    }

    /** Identifies in any case. */
    Trial identifying() {
        mode = Order.Mode.ALWAYS;
        return this;
    }

    /** Confirms or refutes, and no more. */
    Trial confirming(int quota, double seconds) {
        declaration = new Declaration(new Allowance.Window(quota, seconds), 0, "config");
        mode = Order.Mode.NEVER;
        return this;
    }

    Trial declared(int quota, double seconds) {
        declaration = new Declaration(new Allowance.Window(quota, seconds), 0, "config");
        return this;
    }

    Trial declared(Allowance.Bucket bucket) {
        declaration = new Declaration(bucket, 0.1, "config");
        return this;
    }

    Trial withHeaders() {
        parts = Set.of(Order.Part.HEADERS);
        return this;
    }

    Trial lasting(double longest) {
        seconds = longest;
        return this;
    }

    Trial refusing(String body) {
        refusalBody = body;
        return this;
    }

    String name() {
        return name;
    }

    URI uri() {
        return uri;
    }

    /** The request whose limit is examined. */
    HttpRequest request() {
        return HttpRequest.get(uri).header("X-Key", key);
    }

    /** An engine as the command line opens one. */
    static Wire wire(URI uri) {
        return Wire.open(new Reach(
                AllowList.of(List.of(uri)),
                new RequestBudget(10_000),
                new SecretVault(),
                TimeSource.system(),
                "real-limiters",
                PATIENCE,
                PATIENCE,
                null));
    }

    /** Runs it; its journal and verdict are kept beside the test's results. */
    Examined run() throws InterruptedException, IOException {
        Plan plan = Plan.usual(key.hashCode()).lasting(seconds);
        try (Wire wire = wire(uri)) {
            HttpTransport transport = new HttpTransport(
                    List.of(wire),
                    List.of(request()),
                    HttpRequest.get(uri),
                    new Refusal(List.of(200), null, refusalBody),
                    TimeSource.system());
            Usual usual = new Usual("GET", uri.getPath(), uri.getAuthority(), Usual.Credential.OTHER, false);
            Order order = new Order(usual, declaration, mode, parts, true);
            Examined examined = new Examination(transport, plan, order).run();
            keep(examined);
            return examined;
        }
    }

    private void keep(Examined examined) throws IOException {
        Files.createDirectories(JOURNALS);
        String file = name.replaceAll("[^A-Za-z0-9]+", "-").toLowerCase(Locale.ROOT);
        Files.write(JOURNALS.resolve(file + ".jsonl"), examined.journal().lines());
        Files.writeString(JOURNALS.resolve(file + ".txt"), examined.verdict().text());
    }

    /** In one line, for a table. */
    static String line(String name, Examined seen) {
        JsonNode model = seen.verdict().json().path("model");
        return String.format(
                Locale.ROOT,
                "%-44s %-8s %-8s %s  %d requests, %.0f s  %s",
                name,
                model.path("confidence").asText("-"),
                model.path("bestCandidate").asText("-"),
                model.path("params") + " in " + model.path("ranges"),
                seen.journal().entries().size(),
                seen.journal().seconds(),
                seen.stopped());
    }
}
