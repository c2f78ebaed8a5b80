package dev.seaworthy.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.config.ProbeFactory;
import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Operation;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Probe;
import dev.seaworthy.kernel.Turn;
import dev.seaworthy.kernel.VirtualUser;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Puts a probe's operations under a little load: three users, who each take two turns of everything, one at a time. */
final class Turns {
    private static final int USERS = 3;
    private static final int ROUNDS = 2;

    void assertAllOk(TwinEnvironment environment, ProbeFactory<?> factory) {
        for (Taken taken : take(environment, factory)) {
            assertThat(taken.outcome).as(taken.operation).isEqualTo(Outcome.OK);
            assertThat(taken.clocks.responseNanos()).as(taken.operation).isPositive();
        }
    }

    void assertNoneOk(TwinEnvironment environment, ProbeFactory<?> factory) {
        for (Taken taken : take(environment, factory)) {
            assertThat(taken.outcome).as(taken.operation).isNotIn(Set.of(Outcome.OK, Outcome.INSTRUMENT));
        }
    }

    private List<Taken> take(TwinEnvironment environment, ProbeFactory<?> factory) {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try (Probe probe = environment.open(factory)) {
            EventLoop loop = group.next();
            List<CompletableFuture<List<Taken>>> all = new ArrayList<>();
            for (int number = 0; number < USERS; number++) {
                all.add(live(new VirtualUser(number), loop, probe.operations(), environment));
            }
            List<Taken> taken = new ArrayList<>();
            all.forEach(
                    user -> taken.addAll(user.orTimeout(30, TimeUnit.SECONDS).join()));
            assertThat(taken).hasSize(USERS * ROUNDS * probe.operations().size());
            return taken;
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    private static CompletableFuture<List<Taken>> live(
            VirtualUser user, EventLoop loop, List<Operation> operations, TwinEnvironment environment) {
        CompletableFuture<List<Taken>> life = CompletableFuture.completedFuture(new ArrayList<>());
        for (int round = 0; round < ROUNDS; round++) {
            for (Operation operation : operations) {
                life = life.thenCompose(
                        taken -> turn(user, loop, operation, environment).thenApply(one -> {
                            taken.add(one);
                            return taken;
                        }));
            }
        }
        return life.whenCompleteAsync((taken, failure) -> user.leave(), loop);
    }

    private static CompletableFuture<Taken> turn(
            VirtualUser user, EventLoop loop, Operation operation, TwinEnvironment environment) {
        CompletableFuture<Taken> end = new CompletableFuture<>();
        Turn turn = new Turn(user, loop, environment.reach().time().nanos(), new Turn.Listener() {
            @Override
            public void completed(Turn ended, Clocks clocks, Outcome outcome, String signature) {
                end.complete(new Taken(operation.name(), clocks, outcome));
            }

            @Override
            public void measured(Turn during, String name, Clocks clocks, Outcome outcome) {
                assertThat(name).isNotEqualTo(operation.name());
            }
        });
        loop.execute(() -> {
            try {
                operation.start(turn);
            } catch (RuntimeException e) {
                end.completeExceptionally(e);
            }
        });
        return end;
    }

    private record Taken(String operation, Clocks clocks, Outcome outcome) {}
}
