package dev.seaworthy.wire;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An open WebSocket on its channel (RFC 6455 sections 5 to 8). What is protocol happens on the loop; other threads only
 * queue for it. A socket under load holds no frame log and no queue until one is needed.
 */
final class NettyWebSocket extends ChannelInboundHandlerAdapter
        implements WebSocket, MessageAssembler.Sink, Abandonable {
    private static final int MESSAGE_LIMIT = 16 * 1024 * 1024;
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final NettyWire wire;
    private final Lane lane;
    private final Link link;
    private final List<Handshake.Fault> faults;
    private final long openedNanos;
    private final FrameDecoder decoder = new FrameDecoder(MESSAGE_LIMIT);
    private final MessageAssembler assembler = new MessageAssembler(MESSAGE_LIMIT, this);
    private final Inbox inbox;
    private final CompletableFuture<End> ended = new CompletableFuture<>();
    private volatile @Nullable FrameLog log;
    private volatile long lastSentNanos = Clocks.NOT_REACHED;
    private volatile long firstReceivedNanos = Clocks.NOT_REACHED;
    private boolean closeSent;
    private int sentCode;
    private boolean closeReceived;
    private int receivedCode;
    private String receivedReason = "";
    private @Nullable Cause cause;
    private @Nullable Violation violation;
    private @Nullable Future<?> timer;

    NettyWebSocket(NettyWire wire, Lane lane, Link link, List<Handshake.Fault> faults, boolean recording) {
        this.wire = wire;
        this.lane = lane;
        this.link = link;
        this.faults = faults;
        this.openedNanos = now();
        this.log = recording ? new FrameLog(openedNanos) : null;
        this.inbox = new Inbox(reading -> link.channel().config().setAutoRead(reading));
        lane.enter(this);
    }

    @Override
    public CompletableFuture<Long> sendText(String text) {
        return send(Frame.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public CompletableFuture<Long> sendBinary(byte[] bytes) {
        return send(Frame.BINARY, bytes.clone());
    }

    @Override
    public CompletableFuture<Long> ping(byte[] payload) {
        if (payload.length > Frame.CONTROL_LIMIT) {
            throw new IllegalArgumentException("a ping carries at most 125 bytes, not " + payload.length);
        }
        return send(Frame.PING, payload.clone());
    }

    private CompletableFuture<Long> send(int opcode, byte[] payload) {
        CompletableFuture<Long> written = new CompletableFuture<>();
        onLoop(
                () -> {
                    if (closeSent || ended.isDone()) {
                        written.completeExceptionally(new IOException("the WebSocket is closed"));
                    } else {
                        write(opcode, payload, written);
                    }
                },
                () -> written.completeExceptionally(new IOException("the WebSocket is closed")));
        return written;
    }

    private void write(int opcode, byte[] payload, CompletableFuture<Long> written) {
        FrameLog frames = log;
        if (frames != null) {
            frames.sent(opcode, payload, now());
        }
        ByteBuf frame = FrameEncoder.encode(link.channel().alloc(), opcode, payload, lane.freshMask());
        link.channel().writeAndFlush(frame).addListener(done -> {
            if (done.isSuccess()) {
                long now = now();
                lastSentNanos = now;
                written.complete(now);
            } else {
                written.completeExceptionally(new IOException("the WebSocket broke while this was sent"));
            }
        });
    }

    @Override
    public @Nullable Message next(Duration patience) throws InterruptedException {
        return inbox.next(patience);
    }

    @Override
    public void listen(Listener listener) {
        onLoop(() -> inbox.listen(listener, ended.getNow(null)), () -> inbox.listen(listener, ended.getNow(null)));
    }

    @Override
    public CompletableFuture<End> close(int code, String reason) {
        byte[] payload = FrameEncoder.close(code, reason);
        if (payload.length > Frame.CONTROL_LIMIT) {
            throw new IllegalArgumentException("a close reason has at most 123 bytes in UTF-8");
        }
        onLoop(
                () -> {
                    if (!closeSent && !ended.isDone()) {
                        cause = cause == null ? Cause.CLOSED_BY_US : cause;
                        sendClose(code, payload);
                    }
                },
                () -> {});
        return ended;
    }

    private void sendClose(int code, byte[] payload) {
        closeSent = true;
        sentCode = code;
        write(Frame.CLOSE, payload, new CompletableFuture<>());
        if (timer == null) {
            timer = lane.loop().schedule(() -> shut(), CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public CompletableFuture<End> ended() {
        return ended;
    }

    @Override
    public boolean isOpen() {
        return !ended.isDone() && cause == null && link.channel().isActive();
    }

    @Override
    public List<Handshake.Fault> handshakeFaults() {
        return faults;
    }

    @Override
    public Exchange transcript(String summary) {
        FrameLog frames = log;
        Redaction redaction = wire.maker().redaction();
        String none = "<frames are not kept under load>";
        String sent = frames == null ? none : frames.text(true, redaction);
        String received = frames == null ? none : frames.text(false, redaction);
        Clocks clocks = new Clocks(openedNanos, openedNanos, lastSentNanos, firstReceivedNanos, now());
        return wire.maker()
                .frames(summary, link.described(), clocks, failure(), new Exchange.Transcript(sent, received));
    }

    private Failure failure() {
        End end = ended.getNow(null);
        if (end == null) {
            return new Failure(Outcome.OK, "");
        }
        return switch (end.cause()) {
            case CLOSED_BY_US, CLOSED_BY_PEER -> new Failure(Outcome.OK, "");
            case DROPPED -> new Failure(Outcome.RESET, "the connection ended without a Close frame");
            case PROTOCOL_ERROR -> new Failure(Outcome.PROTOCOL, end.reason());
        };
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            read(in);
        } finally {
            in.release();
        }
    }

    /** Takes bytes of the peer. On the loop. */
    void read(ByteBuf in) {
        if (firstReceivedNanos == Clocks.NOT_REACHED) {
            firstReceivedNanos = now();
        }
        if (violation != null || closeReceived) {
            // Section 5.5.1: nothing counts after a Close frame.
            return;
        }
        Violation found = decoder.feed(in, this::accept);
        if (found != null) {
            violate(found);
        }
    }

    private @Nullable Violation accept(Frame frame) {
        if (closeReceived) {
            return null;
        }
        FrameLog frames = log;
        if (frames != null) {
            frames.received(frame, now());
        }
        return assembler.accept(frame);
    }

    private void violate(Violation found) {
        violation = found;
        cause = Cause.PROTOCOL_ERROR;
        if (log == null) {
            log = new FrameLog(openedNanos);
        }
        if (!closeSent) {
            sendClose(found.code(), FrameEncoder.close(found.code(), ""));
        }
        // Section 7.1.7: what comes now is not to be trusted, so nothing is waited for.
        shut();
    }

    @Override
    public void message(int opcode, byte[] payload) {
        Message.Kind kind = opcode == Frame.TEXT ? Message.Kind.TEXT : Message.Kind.BINARY;
        inbox.received(new Message(kind, payload, now()));
    }

    @Override
    public void pinged(byte[] payload) {
        if (!closeSent) {
            write(Frame.PONG, payload, new CompletableFuture<>());
        }
    }

    @Override
    public void ponged(byte[] payload) {
        inbox.received(new Message(Message.Kind.PONG, payload, now()));
    }

    @Override
    public void closed(int code, String reason) {
        closeReceived = true;
        receivedCode = code;
        receivedReason = reason;
        if (cause == null) {
            cause = Cause.CLOSED_BY_PEER;
        }
        if (!closeSent) {
            sendClose(code, FrameEncoder.close(code, ""));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        finish();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
        shut();
    }

    @Override
    public void abandon() {
        cause = cause == null ? Cause.CLOSED_BY_US : cause;
        if (!closeSent) {
            sendClose(1001, FrameEncoder.close(1001, ""));
        }
        closeReceived = true;
        receivedCode = receivedCode == 0 ? 1001 : receivedCode;
        shut();
    }

    private void shut() {
        Link.shut(link.channel());
        finish();
    }

    private void finish() {
        if (ended.isDone()) {
            return;
        }
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        lane.leave(this);
        End end = end();
        ended.complete(end);
        inbox.ended(end);
    }

    private End end() {
        long now = now();
        Redaction redaction = wire.maker().redaction();
        if (violation != null) {
            return new End(Cause.PROTOCOL_ERROR, violation.code(), violation.rule(), now);
        }
        if (closeReceived && cause != null) {
            return new End(cause, receivedCode, redaction.line(receivedReason, 256), now);
        }
        String words = closeSent ? "no Close frame came back for ours with code " + sentCode : "";
        return new End(Cause.DROPPED, 1006, words, now);
    }

    private void onLoop(Runnable task, Runnable refused) {
        if (lane.loop().inEventLoop()) {
            task.run();
            return;
        }
        try {
            lane.loop().execute(task);
        } catch (RejectedExecutionException e) {
            refused.run();
        }
    }

    private long now() {
        return wire.reach().time().nanos();
    }
}
