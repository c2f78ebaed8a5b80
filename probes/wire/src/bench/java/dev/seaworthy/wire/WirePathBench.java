package dev.seaworthy.wire;

import dev.seaworthy.kernel.AllowList;
import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Reach;
import dev.seaworthy.kernel.RequestBudget;
import dev.seaworthy.kernel.SecretVault;
import dev.seaworthy.kernel.TimeSource;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The whole load path of the wire, from {@code send} to the listener: users that each send their next request when the
 * last was answered, on one event loop, against a server in another process. One operation is one request.
 *
 * <p>{@code mvn -Dquick -Pbenchmarks -pl probes/wire -am test -DskipTests -Djmh="WirePathBench -prof gc"}: the figure that
 * must stay under 256 is {@code gc.alloc.rate.norm}, bytes a request.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 4, time = 2)
public class WirePathBench {
    private static final int REQUESTS = 20_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @Param({"epoll", "nio"})
    private String transport = "";

    @Param("32")
    private int users;

    private Process server;
    private EventLoopGroup group;
    private EventLoop loop;
    private long thread;
    private long requests;
    private long cpuNanos;
    private Wire wire;
    private PreparedRequest request;

    @Setup
    public void start() throws IOException {
        server = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CannedServer.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader lines = new BufferedReader(
                new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        URI target = URI.create("http://127.0.0.1:" + lines.readLine() + "/");
        wire = Wire.open(new Reach(
                AllowList.of(List.of(target)),
                new RequestBudget(Long.MAX_VALUE),
                new SecretVault(),
                TimeSource.system(),
                "bench",
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                null));
        request = wire.prepare(HttpRequest.get(target), LoadOptions.STANDARD);
        group = new MultiThreadIoEventLoopGroup(
                1, transport.equals("epoll") ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        loop = group.next();
        thread = loop.submit(() -> Thread.currentThread().getId()).syncUninterruptibly().getNow();
    }

    /** The client's CPU is less noisy than its rate where other work shares the machine. */
    @Setup(Level.Iteration)
    public void count() {
        requests = 0;
        cpuNanos = 0;
    }

    @TearDown(Level.Iteration)
    public void tell() {
        System.out.printf("%.0f requests a client CPU-second; ", requests * 1e9 / cpuNanos);
    }

    @TearDown
    public void stop() throws InterruptedException {
        wire.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
        server.destroy();
    }

    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public void requests() throws InterruptedException {
        long before = THREADS.getThreadCpuTime(thread);
        CountDownLatch busy = new CountDownLatch(users);
        for (int user = 0; user < users; user++) {
            loop.execute(new User(REQUESTS / users, busy)::next);
        }
        busy.await();
        cpuNanos += THREADS.getThreadCpuTime(thread) - before;
        requests += REQUESTS;
    }

    private final class User implements Wire.LoadListener {
        private final CountDownLatch busy;
        private int left;

        User(int requests, CountDownLatch busy) {
            this.left = requests;
            this.busy = busy;
        }

        void next() {
            long now = System.nanoTime();
            wire.send(request, loop, now, now, this);
        }

        @Override
        public void ended(Clocks clocks, Outcome outcome, int status, byte[] body, String detail) {
            if (outcome != Outcome.OK) {
                throw new IllegalStateException(outcome + " " + detail);
            }
            if (--left > 0) {
                next();
            } else {
                busy.countDown();
            }
        }
    }
}
