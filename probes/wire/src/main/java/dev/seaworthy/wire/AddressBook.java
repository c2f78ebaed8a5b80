package dev.seaworthy.wire;

import dev.seaworthy.kernel.AllowList;
import dev.seaworthy.kernel.TimeSource;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Names and their addresses, looked up on a thread of its own, because the JDK's look-up blocks and an event loop must
 * not. An answer is kept for half a minute, a failure is not kept. What the allow-list pins is not looked up. Thread-safe.
 */
final class AddressBook {
    private static final long KEPT_NANOS = Duration.ofSeconds(30).toNanos();

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final AllowList allowList;
    private final TimeSource time;
    private final ExecutorService resolver;

    AddressBook(AllowList allowList, TimeSource time) {
        this.allowList = allowList;
        this.time = time;
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(2, 2, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "seaworthy-names");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        this.resolver = threads;
    }

    /** The addresses of a name or a literal, in the system's order; fails with {@link UnknownHostException}. */
    CompletableFuture<List<InetAddress>> lookUp(String host) {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
        if (literal != null) {
            return ofLiteral(literal);
        }
        List<InetAddress> pinned = allowList.addresses(host);
        if (!pinned.isEmpty()) {
            return CompletableFuture.completedFuture(pinned);
        }
        Entry known = entries.get(host);
        if (known != null && time.nanos() - known.atNanos < KEPT_NANOS && !known.addresses.isCompletedExceptionally()) {
            return known.addresses;
        }
        try {
            CompletableFuture<List<InetAddress>> addresses =
                    CompletableFuture.supplyAsync(() -> resolve(host), resolver);
            entries.put(host, new Entry(addresses, time.nanos()));
            return addresses;
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new UnknownHostException("the engine is closed"));
        }
    }

    void close() {
        resolver.shutdownNow();
    }

    private static CompletableFuture<List<InetAddress>> ofLiteral(byte[] literal) {
        try {
            return CompletableFuture.completedFuture(List.of(InetAddress.getByAddress(literal)));
        } catch (UnknownHostException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static List<InetAddress> resolve(String host) {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            throw new java.util.concurrent.CompletionException(e);
        }
    }

    private record Entry(CompletableFuture<List<InetAddress>> addresses, long atNanos) {}
}
