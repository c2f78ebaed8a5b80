package dev.seaworthy.twin;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One open WebSocket. Confined to its channel's event loop. */
final class SocketSession extends SimpleChannelInboundHandler<WebSocketFrame> {
    static final int LARGEST_MESSAGE = 65_536;
    private static final long DROP_MILLIS = 1_000;
    private static final long LINGER_MILLIS = 1_000;

    /** Of the range for applications (RFC 6455 section 7.4.2): the token that opened this socket holds no longer. */
    private static final int UNAUTHENTICATED = 4401;

    private static final String CHANNEL = "user:";

    private final TwinSettings settings;
    private final AgentFlow flow;
    private final User user;
    private final Supplier<Optional<String>> objection;
    private boolean closing;

    SocketSession(TwinSettings settings, AgentFlow flow, Handshake.Opening opening) {
        this.settings = settings;
        this.flow = flow;
        this.user = opening.user();
        this.objection = opening.objection();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        Object greeting = Json.object("connection_id", UUID.randomUUID().toString(), "user", user.id());
        send(ctx, Json.object("type", "connected", "data", greeting));
        if (settings.has(Fault.WS_DROPS_IDLE)) {
            closeAfter(ctx, DROP_MILLIS);
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame close) {
            answerClose(ctx, close);
        } else if (closing) {
            return;
        } else if (frame instanceof TextWebSocketFrame text) {
            Optional<String> ended = objection.get();
            if (ended.isPresent()) {
                close(ctx, UNAUTHENTICATED, ended.get());
            } else {
                message(ctx, text.text());
            }
        } else if (frame instanceof PingWebSocketFrame ping) {
            pong(ctx, ping);
        } else if (frame instanceof BinaryWebSocketFrame) {
            close(ctx, WebSocketCloseStatus.INVALID_MESSAGE_TYPE.code(), "text only");
        }
    }

    private void pong(ChannelHandlerContext ctx, PingWebSocketFrame ping) {
        if (!settings.has(Fault.WS_NO_PONG)) {
            write(ctx, new PongWebSocketFrame(ping.content().retain()));
        }
    }

    private void message(ChannelHandlerContext ctx, String text) {
        JsonNode message;
        try {
            message = Json.read(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            error(ctx, "BAD_JSON", "the message is not JSON");
            return;
        }
        if (!message.isObject()) {
            error(ctx, "BAD_JSON", "the message is not a JSON object");
            return;
        }
        switch (message.path("type").asText()) {
            case "ping" -> {
                if (!settings.has(Fault.WS_NO_PONG)) {
                    send(ctx, Json.object("type", "pong", "id", message.path("id")));
                }
            }
            case "echo" ->
                send(ctx, Json.object("type", "echo", "id", message.path("id"), "payload", message.path("payload")));
            case "subscribe" -> subscribe(ctx, message);
            case "start_agent" -> startAgent(ctx, message);
            default -> error(ctx, "UNKNOWN_TYPE", "no message has this type");
        }
    }

    /** A user hears of what concerns them, and of nobody else's. */
    private void subscribe(ChannelHandlerContext ctx, JsonNode message) {
        String channel = message.path("channel").asText();
        if (channel.equals(CHANNEL + user.id()) || settings.has(Fault.WS_CHANNELS_OPEN)) {
            send(ctx, Json.object("type", "subscribed", "id", message.path("id"), "channel", channel));
        } else {
            error(ctx, "FORBIDDEN", "this channel is not yours");
        }
    }

    private void startAgent(ChannelHandlerContext ctx, JsonNode message) {
        try {
            flow.start(ctx, user, message, event -> {
                if (!closing) {
                    send(ctx, event);
                }
            });
        } catch (Refusal refusal) {
            error(ctx, "BAD_REQUEST", String.valueOf(refusal.getMessage()));
        }
    }

    private static void error(ChannelHandlerContext ctx, String code, String message) {
        send(ctx, Json.object("type", "error", "code", code, "message", message));
    }

    private static void send(ChannelHandlerContext ctx, Object message) {
        write(ctx, new TextWebSocketFrame(Json.text(message)));
    }

    private static void write(ChannelHandlerContext ctx, WebSocketFrame frame) {
        ctx.writeAndFlush(frame).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    /** The peer's close: echoed if it began, and then the server ends the connection (RFC 6455 section 7.1.1). */
    private void answerClose(ChannelHandlerContext ctx, CloseWebSocketFrame frame) {
        if (closing) {
            var unused = ctx.close();
            return;
        }
        closing = true;
        CloseWebSocketFrame echo =
                frame.statusCode() < 0 ? new CloseWebSocketFrame() : new CloseWebSocketFrame(frame.statusCode(), "");
        ctx.writeAndFlush(echo).addListener(ChannelFutureListener.CLOSE);
    }

    /** Our close: said, then the peer has a while to answer, so that no reset overtakes the frame. */
    private void close(ChannelHandlerContext ctx, int code, String reason) {
        if (closing) {
            return;
        }
        closing = true;
        write(ctx, new CloseWebSocketFrame(code, reason));
        closeAfter(ctx, LINGER_MILLIS);
    }

    private static void closeAfter(ChannelHandlerContext ctx, long millis) {
        var timer = ctx.executor().schedule(() -> end(ctx), millis, TimeUnit.MILLISECONDS);
        ctx.channel().closeFuture().addListener(closed -> timer.cancel(false));
    }

    private static void end(ChannelHandlerContext ctx) {
        var unused = ctx.close();
    }

    /** A peer that does not read is not read from, so that nothing piles up here. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        ctx.channel().config().setAutoRead(ctx.channel().isWritable());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event == Twin.CLOSING) {
            closing = true;
            ChannelFuture said = ctx.writeAndFlush(
                    new CloseWebSocketFrame(WebSocketCloseStatus.ENDPOINT_UNAVAILABLE.code(), "shutting down"));
            said.addListener(ChannelFutureListener.CLOSE);
        } else {
            super.userEventTriggered(ctx, event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException flaw) {
            close(ctx, flaw.closeStatus().code(), "protocol violation");
        } else if (cause instanceof TooLongFrameException) {
            close(ctx, WebSocketCloseStatus.MESSAGE_TOO_BIG.code(), "message too big");
        } else {
            var unused = ctx.close();
        }
    }
}
