package dev.seaworthy.simulations;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.during;
import static io.gatling.javaapi.core.CoreDsl.responseTimeInMillis;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.app.Gatling;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Gatling as its users run it, with its own {@code http()} and its own statistics, for the comparison in {@code
 * simulations/benchmarks}: none of our engine takes part.
 *
 * <p>{@code java -cp ... dev.seaworthy.simulations.GatlingHttp URL users|rate N SECONDS RESULTS}. With {@code users}, N
 * users send one request after the other, each on a connection of its own, which is the cheaper of Gatling's two ways.
 * With {@code rate}, N users a second send one request each, over shared connections, and the response times that
 * Gatling measured are printed as one line of JSON, in milliseconds.
 */
public final class GatlingHttp extends Simulation {
    private static final String TIME = "time";
    private static final double[] QUANTILES = {0.5, 0.9, 0.99, 0.999};

    private final Histogram millis = new ConcurrentHistogram(3_600_000, 3);
    private final LongAdder failed = new LongAdder();
    private final boolean open = "rate".equals(System.getProperty("benchmark.shape"));

    /** Called by Gatling. */
    public GatlingHttp() {
        int many = Integer.getInteger("benchmark.many");
        Duration window = Duration.ofSeconds(Long.getLong("benchmark.seconds"));
        HttpProtocolBuilder protocol = http.baseUrl(System.getProperty("benchmark.url"))
                .disableWarmUp()
                .disableCaching()
                .disableFollowRedirect();
        HttpRequestActionBuilder get = http("get").get("").check(status().is(200));
        if (open) {
            PopulationBuilder population = scenario("open")
                    .exec(get.check(responseTimeInMillis().saveAs(TIME)))
                    .exec(this::count)
                    .injectOpen(constantUsersPerSec(many).during(window));
            setUp(population.protocols(protocol.shareConnections()));
        } else {
            PopulationBuilder population =
                    scenario("closed").exec(during(window).on(get)).injectOpen(atOnceUsers(many));
            setUp(population.protocols(protocol));
        }
    }

    private Session count(Session session) {
        if (session.contains(TIME) && !session.isFailed()) {
            millis.recordValue(session.getInt(TIME));
        } else {
            failed.increment();
        }
        return session;
    }

    @Override
    public void after() {
        if (!open) {
            return;
        }
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT, "{\"count\":%d,\"failed\":%d", millis.getTotalCount(), failed.sum()));
        for (double quantile : QUANTILES) {
            line.append(String.format(
                    Locale.ROOT, ",\"%s\":%d", quantile, millis.getValueAtPercentile(quantile * 100)));
        }
        System.out.println(line.append('}'));
    }

    /** Runs it, and ends the JVM as Gatling does. */
    public static void main(String[] arguments) {
        System.setProperty("benchmark.url", arguments[0]);
        System.setProperty("benchmark.shape", arguments[1]);
        System.setProperty("benchmark.many", arguments[2]);
        System.setProperty("benchmark.seconds", arguments[3]);
        System.setProperty("gatling.conf.file", "seaworthy-gatling.conf");
        System.setProperty("java.util.prefs.PreferencesFactory", QuietPreferences.class.getName());
        Gatling.main(new String[] {"-s", GatlingHttp.class.getName(), "-nr", "-rf", arguments[4]});
    }
}
