package dev.seaworthy.simulations;

import com.typesafe.config.ConfigFactory;
import com.typesafe.scalalogging.Logger;
import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.simulations.LoadPlan.GatlingStatistics;
import io.gatling.app.Runner;
import io.gatling.commons.stats.KO$;
import io.gatling.commons.stats.OK$;
import io.gatling.commons.stats.Status;
import io.gatling.commons.util.DefaultClock;
import io.gatling.core.CoreComponents;
import io.gatling.core.action.Action;
import io.gatling.core.actor.ActorRef;
import io.gatling.core.actor.ActorSystem;
import io.gatling.core.cli.GatlingArgs;
import io.gatling.core.config.GatlingConfiguration;
import io.gatling.core.controller.Controller;
import io.gatling.core.scenario.SimulationParams;
import io.gatling.core.session.GroupBlock;
import io.gatling.core.session.Session;
import io.gatling.core.stats.DataWritersStatsEngine;
import io.gatling.core.stats.StatsEngine;
import io.gatling.core.stats.writer.RunMessage;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.netty.util.Transports;
import io.netty.channel.EventLoopGroup;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import scala.Function1;
import scala.Option;
import scala.Some;
import scala.runtime.BoxedUnit;

/**
 * The only file that touches Gatling's Scala-facing types, none of which is a documented API; {@code GatlingSeamTest}
 * holds them to what is used here. A plain {@link Action} does what is needed: the richer kinds only add exits from loops
 * in the middle of a step.
 *
 * <p>Runs are driven through {@link Runner} rather than {@code Gatling.fromArgs}, because two things have no switch: the
 * check for a newer release on Maven Central, and a statistics engine that writes nothing. It also leaves logging alive.
 */
final class GatlingSeam {
    private static final String USER = "seaworthy.user";

    private GatlingSeam() {}

    /** A step as part of Gatling's Java DSL. */
    static ChainBuilder chain(String name, LoadSession load, Step step) {
        ActionBuilder builder = () -> (ScenarioContext context, Action next) -> {
            CoreComponents core = context.coreComponents();
            load.attach(core.actorSystem(), () -> attached(load, core));
            return new StepAction(name, load, step, next);
        };
        return builder.toChainBuilder();
    }

    private static void attached(LoadSession load, CoreComponents core) {
        GatlingStatistics wanted = load.plan().engine().statistics();
        if (wanted != GatlingStatistics.OFF) {
            load.tell(new TellingLog(core, load, wanted));
        }
        core.actorSystem().registerOnTermination(() -> {
            load.close();
            return BoxedUnit.UNIT;
        });
    }

    /** Brings a user's session to our step and takes it on from there. */
    private static final class StepAction implements Action {
        private final String name;
        private final LoadSession load;
        private final Step step;
        private final Action next;
        private Logger logger = Logger.apply(LoggerFactory.getLogger(StepAction.class));

        StepAction(String name, LoadSession load, Step step, Action next) {
            this.name = name;
            this.load = load;
            this.step = step;
            this.next = next;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void execute(Session session) {
            Option<Object> known = session.attributes().get(USER);
            Session aboard = known.isDefined() ? session : board(session);
            ActiveUser user = (ActiveUser) aboard.attributes().apply(USER);
            Continuation onward = new Continuation(this, aboard);
            try {
                step.take(user, onward);
            } catch (RuntimeException e) {
                load.fault(name, e);
                onward.proceed(false);
            } finally {
                onward.entering = false;
            }
        }

        private Session board(Session session) {
            ActiveUser user = load.board(session.eventLoop());
            Session aboard = session.set(USER, user);
            Function1<Session, BoxedUnit> before = aboard.onExit();
            Function1<Session, BoxedUnit> onExit = leaving -> {
                load.goAshore(user);
                return before.apply(leaving);
            };
            return aboard.copy(
                    aboard.scenario(),
                    aboard.userId(),
                    aboard.attributes(),
                    aboard.baseStatus(),
                    aboard.blockStack(),
                    onExit,
                    aboard.eventLoop());
        }

        @Override
        public Logger logger() {
            return logger;
        }

        @Override
        public void com$typesafe$scalalogging$StrictLogging$_setter_$logger_$eq(Logger given) {
            logger = given;
        }
    }

    /** The rest of a user's flow, to be taken up once. */
    private static final class Continuation implements Onward {
        private final StepAction action;
        private final Session session;
        private final AtomicBoolean taken = new AtomicBoolean();
        /** While the step has not returned, going on directly would grow the stack with every synchronous turn. */
        private boolean entering = true;

        Continuation(StepAction action, Session session) {
            this.action = action;
            this.session = session;
        }

        @Override
        public void proceed(boolean succeeded) {
            if (!taken.compareAndSet(false, true)) {
                return;
            }
            Session after = succeeded ? session : session.markAsFailed();
            if (session.eventLoop().inEventLoop() && !entering) {
                action.next.$bang(after);
            } else if (!session.eventLoop().isShutdown()) {
                session.eventLoop().execute(() -> action.next.$bang(after));
            }
        }
    }

    /** Tells Gatling's statistics of our turns; its clock has milliseconds, and an origin of its own. */
    private static final class TellingLog implements GatlingLog {
        private static final int ONE_IN = 100;

        private final StatsEngine stats;
        private final GatlingStatistics wanted;
        private final long offsetNanos;
        private final AtomicLong successes = new AtomicLong();

        TellingLog(CoreComponents core, LoadSession load, GatlingStatistics wanted) {
            this.stats = core.statsEngine();
            this.wanted = wanted;
            this.offsetNanos = TimeUnit.MILLISECONDS.toNanos(core.clock().nowMillis())
                    - load.time().nanos();
        }

        @Override
        public void ended(String operation, Clocks clocks, Outcome outcome) {
            boolean succeeded = outcome == Outcome.OK;
            boolean told = wanted == GatlingStatistics.FULL || !succeeded || successes.getAndIncrement() % ONE_IN == 0;
            if (told && !(stats instanceof SilentStats)) {
                stats.logResponse(
                        operation,
                        scala.collection.immutable.List$.MODULE$.empty(),
                        operation,
                        millis(clocks.intendedNanos()),
                        millis(clocks.completeNanos()),
                        succeeded ? OK$.MODULE$ : KO$.MODULE$,
                        Option.empty(),
                        succeeded ? Option.empty() : new Some<>(Signatures.of(outcome)));
            }
        }

        private long millis(long nanos) {
            return TimeUnit.NANOSECONDS.toMillis(nanos + offsetNanos);
        }
    }

    /**
     * Runs one simulation to its end, on the calling thread. Never two at the same time in one JVM: Gatling keeps its
     * configuration in a static field.
     *
     * @param engine the event loops it gets, and whether its data writers write
     * @param responses hears of every response of Gatling's own DSL, or null
     * @throws RuntimeException when Gatling fails
     */
    static void run(String simulation, Path results, LoadPlan.Engine engine, @Nullable ResponseListener responses) {
        GatlingConfiguration configuration = configuration();
        GatlingArgs args = new GatlingArgs(
                new Some<>(simulation),
                Option.empty(),
                true,
                Option.empty(),
                new Some<>(results),
                Option.empty(),
                Option.empty());
        EventLoopGroup loops = Transports.newEventLoopGroup(
                configuration.netty().useNativeTransport(),
                configuration.netty().useIoUring(),
                engine.loops(),
                "gatling");
        ActorSystem system = new ActorSystem();
        try {
            StatsEngine silent =
                    engine.statistics() == GatlingStatistics.OFF ? new SilentStats(system, responses) : null;
            Runner runner = new QuietRunner(system, loops, args, configuration, silent);
            // Gatling prints a line for every start; standard output belongs to the command line.
            scala.Console.withOut(OutputStream.nullOutputStream(), runner::run);
        } finally {
            system.close();
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
        }
    }

    /** Gatling's settings as they are now; its library would remember system properties as they were at first. */
    static GatlingConfiguration configuration() {
        ConfigFactory.invalidateCaches();
        return GatlingConfiguration.load();
    }

    /** Hears of responses of Gatling's own DSL, on the event loop that ended them. */
    @FunctionalInterface
    interface ResponseListener {
        /** A request of this name ended; Gatling's clock has milliseconds. */
        void ended(String request, long startMillis, long endMillis, boolean succeeded);
    }

    /** Gatling's own runner, without its look for a newer release, and with other statistics unless there are none. */
    private static final class QuietRunner extends Runner {
        private final @Nullable StatsEngine stats;

        QuietRunner(
                ActorSystem system,
                EventLoopGroup loops,
                GatlingArgs args,
                GatlingConfiguration configuration,
                @Nullable StatsEngine stats) {
            super(system, loops, new DefaultClock(), args, configuration);
            this.stats = stats;
        }

        @Override
        public void displayVersionWarning() {
            // Asks Maven Central, and nobody else can say no.
        }

        @Override
        public StatsEngine newStatsEngine(SimulationParams params, RunMessage message) {
            return stats != null ? stats : super.newStatsEngine(params, message);
        }
    }

    /** Statistics that keep nothing. */
    private static final class SilentStats implements StatsEngine {
        /** Knows how to tell the controller that it has stopped. */
        private final StatsEngine noWriters;

        private final @Nullable ResponseListener responses;

        SilentStats(ActorSystem system, @Nullable ResponseListener responses) {
            this.noWriters = new DataWritersStatsEngine(
                    scala.collection.immutable.List$.MODULE$.empty(), system, new DefaultClock());
            this.responses = responses;
        }

        @Override
        public void start() {
            noWriters.start();
        }

        @Override
        public void stop(ActorRef<Controller.Command> controller, Option<Exception> cause) {
            noWriters.stop(controller, cause);
        }

        @Override
        public void logUserStart(String scenario) {}

        @Override
        public void logUserEnd(String scenario) {}

        @Override
        public void logResponse(
                String scenario,
                scala.collection.immutable.List<String> groups,
                String request,
                long startMillis,
                long endMillis,
                Status status,
                Option<String> code,
                Option<String> message) {
            if (responses != null) {
                responses.ended(request, startMillis, endMillis, status == OK$.MODULE$);
            }
        }

        @Override
        public void logGroupEnd(String scenario, GroupBlock block, long exitMillis) {}

        @Override
        public void logRequestCrash(
                String scenario, scala.collection.immutable.List<String> groups, String request, String error) {
            if (responses != null) {
                responses.ended(request, 0, 0, false);
            }
        }
    }
}
