package dev.seaworthy.simulations;

import dev.seaworthy.config.LoadPhase;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Reach;
import dev.seaworthy.recording.RecordedRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;

/**
 * Measures one operation with a second instrument, Gatling's own {@code http()}, which shares neither engine nor clocks
 * nor histograms with ours, and says whether the two agree.
 *
 * <p><b>Tolerances.</b> Both send what the rate and the duration say, so the count is exact; where these do not multiply
 * to a whole number, one request of rounding is granted. Failures may fall on either side at random: three standard
 * deviations of a Poisson count. Gatling cuts both ends of a request to whole milliseconds, so its times are off by up to
 * one either way, and its clock starts before the connection is there while our service time starts with the written
 * request: the median may differ by 1.5 ms and a fifth. Of a few hundred requests the 95th percentile is one of the ten or
 * twenty slowest, which on a machine that is shared with the target differ more: 5 ms and a half. To both is added the
 * injector's own lag at that percentile, since what a busy event loop delays may fall into Gatling's time and not into
 * ours.
 */
public final class CrossCheck {
    private static final Duration WARM_UP = Duration.ofSeconds(1);
    private static final int MOST_USERS = 1000;

    private CrossCheck() {}

    /**
     * Whether the operation can be checked: Gatling verifies certificates against those of the JDK only.
     *
     * @param reach of the run
     */
    public static boolean applies(HttpOperation operation, Reach reach) {
        return reach.trustedCertificates() == null
                || !"https".equals(operation.base().getScheme());
    }

    /**
     * Loads the operation for {@code duration}, after a second to warm up, through both instruments at once, {@code
     * perSecond} each; the target sees twice that rate. Blocks. Takes Gatling's requests from the run's budget, and sends to allowed hosts only.
     *
     * @param results a folder for what Gatling may write
     * @return one row for each figure
     * @throws dev.seaworthy.kernel.AllowList.NotAllowed before anything is sent
     * @throws CredentialRefused if the operation needs a credential that is not to be had
     * @throws IllegalStateException if the budget does not suffice
     */
    public static List<RecordedRun.CrossCheck> run(
            HttpOperation operation, double perSecond, Duration duration, Reach reach, Path results)
            throws CredentialRefused, InterruptedException {
        reach.allowList().require(operation.base());
        long requests = (long) Math.ceil(perSecond * duration.plus(WARM_UP).toNanos() / 1e9);
        for (long i = 0; i < requests; i++) {
            if (!reach.budget().take()) {
                throw new IllegalStateException(
                        "the budget of " + reach.budget().limit()
                                + " requests does not suffice for a cross-check of " + requests
                                + "; raise rails.max-requests");
            }
        }
        signIn(operation, reach.answerTimeout());
        // The first round warms both up, and is forgotten: a median of cold code says nothing of either.
        round(operation, perSecond, WARM_UP, reach, results);
        return round(operation, perSecond, duration, reach, results);
    }

    private static List<RecordedRun.CrossCheck> round(
            HttpOperation operation, double perSecond, Duration duration, Reach reach, Path results) {
        LoadPhase phase =
                new LoadPhase("cross-check", List.of(operation.name()), new LoadPhase.Shape.Open(perSecond), duration);
        LoadPlan plan = new LoadPlan(
                List.of(phase),
                OperationCatalog.of(List.of(operation)),
                new LoadPlan.Limits(reach.answerTimeout(), MOST_USERS, perSecond),
                0,
                LoadPlan.Engine.standard());
        LoadSession load = new LoadSession(
                new LoadContextOpener.Opened(plan, IntervalSink.none(), () -> {}), reach.time(), tick -> {});
        Theirs theirs = new Theirs();
        LoadRun.run(load, CrossCheckSimulation.class.getName(), results, theirs);
        LoadSummary summary = load.conductor().summary();
        LoadSummary.Operation ours = summary.phases().get(0).operations().stream()
                .filter(done -> done.operation().equals(operation.name()))
                .findFirst()
                .orElseThrow();
        return compare(ours, theirs, perSecond * duration.toNanos() / 1e9);
    }

    /**
     * Compares the two.
     *
     * @param planned requests of each, by the rate
     */
    static List<RecordedRun.CrossCheck> compare(LoadSummary.Operation ours, Theirs theirs, double planned) {
        String name = ours.operation();
        long ourErrors = ours.completed() - ours.count(Outcome.OK);
        double rounding = planned == Math.rint(planned) ? 0 : 1;
        return List.of(
                new RecordedRun.CrossCheck(name, "count", ours.completed(), theirs.count(), rounding),
                new RecordedRun.CrossCheck(
                        name,
                        "errors",
                        ourErrors,
                        theirs.errors(),
                        Math.floor(3 * Math.sqrt((double) Math.max(ourErrors, theirs.errors())))),
                seconds(ours, 50, theirs, 0.0015, 0.2),
                seconds(ours, 95, theirs, 0.005, 0.5));
    }

    private static RecordedRun.CrossCheck seconds(
            LoadSummary.Operation ours, int percentile, Theirs theirs, double fixed, double share) {
        double our = ours.service().getValueAtPercentile(percentile) / 1e9;
        double their = theirs.millis(percentile) / 1e3;
        double lag = ours.lag().getValueAtPercentile(percentile) / 1e9;
        double tolerance = fixed + lag + share * Math.max(our, their);
        return new RecordedRun.CrossCheck(ours.operation(), "p" + percentile + "Seconds", our, their, tolerance);
    }

    /** Obtains what both instruments will send, before either runs. */
    private static void signIn(HttpOperation operation, Duration patience)
            throws CredentialRefused, InterruptedException {
        for (int account = 0; account < operation.accounts(); account++) {
            CompletableFuture<Credential> credential = operation.credential(account);
            if (credential == null) {
                return;
            }
            try {
                credential.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof CredentialRefused refused) {
                    throw refused;
                }
                throw new IllegalStateException("no credential for " + operation.name(), e.getCause());
            } catch (TimeoutException e) {
                throw new CredentialRefused(
                        "no credential for " + operation.name() + " within " + patience.toSeconds() + " s", List.of());
            }
        }
    }

    /** What Gatling saw. Thread-safe. */
    static final class Theirs implements GatlingSeam.ResponseListener {
        private final Histogram millis = new Histogram(1, 3_600_000, 3);
        private long errors;
        private long count;

        @Override
        public synchronized void ended(String request, long startMillis, long endMillis, boolean succeeded) {
            if (!request.equals(CrossCheckSimulation.THEIRS)) {
                return;
            }
            count++;
            if (succeeded) {
                millis.recordValue(Math.max(0, endMillis - startMillis));
            } else {
                errors++;
            }
        }

        synchronized long count() {
            return count;
        }

        synchronized long errors() {
            return errors;
        }

        synchronized long millis(int percentile) {
            return millis.getValueAtPercentile(percentile);
        }
    }
}
