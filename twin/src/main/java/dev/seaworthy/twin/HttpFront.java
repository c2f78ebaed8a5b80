package dev.seaworthy.twin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection while it speaks HTTP/1.1. Hands over to {@link SocketSession} when a WebSocket opens. */
final class HttpFront extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final long SLOW_MILLIS = 400;

    private final TwinSettings settings;
    private final Harbour harbour;
    private final SurfaceFaults surface;

    HttpFront(TwinSettings settings, Harbour harbour) {
        this.settings = settings;
        this.harbour = harbour;
        this.surface = new SurfaceFaults(settings);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest message) {
        Call call = Call.of(
                message,
                address(ctx.channel().localAddress(), true),
                address(ctx.channel().remoteAddress(), false),
                ctx.channel().id().asShortText());
        Throwable flaw = message.decoderResult().cause();
        if (!settings.has(Fault.SLOW)) {
            serve(ctx, call, flaw);
            return;
        }
        // Equal delays on one event loop keep the order of pipelined requests.
        var unused = ctx.executor().schedule(() -> serve(ctx, call, flaw), SLOW_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void serve(ChannelHandlerContext ctx, Call call, @Nullable Throwable flaw) {
        if (flaw != null) {
            write(ctx, call, unreadable(flaw), true);
            return;
        }
        if (call.version().equals(HttpVersion.HTTP_1_1)
                && call.headers().getAll(HttpHeaderNames.HOST).size() != 1) {
            write(ctx, call, Answer.error(400, "bad_request", "HTTP/1.1 asks for one Host header"), true);
            return;
        }
        if (!call.path().equals(Handshake.PATH)) {
            Call understood = surface.understood(call);
            write(
                    ctx,
                    call,
                    surface.instead(understood).orElseGet(() -> harbour.answer(understood)),
                    !call.keepAlive());
            return;
        }
        Handshake.Decision decision = harbour.handshake().decide(call);
        Handshake.Opening opening = decision.opening();
        if (opening != null) {
            open(ctx, opening);
        } else if (decision.refusal() != null) {
            write(ctx, call, decision.refusal(), !call.keepAlive());
        }
    }

    private static Answer unreadable(Throwable flaw) {
        if (flaw instanceof TooLongHttpLineException) {
            return Answer.error(414, "uri_too_long", "the request line is too long");
        }
        if (flaw instanceof TooLongHttpHeaderException) {
            return Answer.error(431, "headers_too_large", "the request's headers are too large");
        }
        return Answer.error(400, "bad_request", "this is not an HTTP/1.1 request");
    }

    private void write(ChannelHandlerContext ctx, Call call, Answer answer, boolean close) {
        if (answer.lateMillis() == 0) {
            writeNow(ctx, call, answer, close);
            return;
        }
        var unused = ctx.executor()
                .schedule(() -> writeNow(ctx, call, answer, close), answer.lateMillis(), TimeUnit.MILLISECONDS);
    }

    private void writeNow(ChannelHandlerContext ctx, Call call, Answer answer, boolean close) {
        FullHttpResponse response = response(answer, call.method().equals("HEAD"));
        Cors.headers(call.headers()).forEach(response.headers()::set);
        surface.spoil(call, answer.status(), response.headers());
        if (close) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        ChannelFuture written = ctx.writeAndFlush(response);
        if (close) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** The message for an answer; with its length and without its body, if only the head was asked for. */
    static FullHttpResponse response(Answer answer, boolean headOnly) {
        byte[] body = body(answer.body());
        ByteBuf content = headOnly ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body);
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set(HttpHeaderNames.DATE, new Date());
        headers.set(HttpHeaderNames.SERVER, HealthDesk.SERVICE);
        headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Request-Id", UUID.randomUUID().toString());
        if (body.length > 0) {
            headers.set(
                    HttpHeaderNames.CONTENT_TYPE,
                    answer.body() instanceof Page ? "text/html; charset=utf-8" : "application/json");
        }
        if (answer.status() != HttpResponseStatus.NO_CONTENT.code()) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        }
        answer.headers().forEach(headers::set);
        return new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                content,
                headers,
                new DefaultHttpHeaders());
    }

    private static byte[] body(@Nullable Object body) {
        if (body == null) {
            return new byte[0];
        }
        if (body instanceof Page page) {
            return page.html().getBytes(StandardCharsets.UTF_8);
        }
        return body instanceof byte[] raw ? raw : Json.bytes(body);
    }

    /** Answers 101 and exchanges the HTTP handlers for WebSocket's. */
    private void open(ChannelHandlerContext ctx, Handshake.Opening opening) {
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
        headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
        headers.set(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT, opening.accept());
        if (opening.subprotocol() != null) {
            headers.set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, opening.subprotocol());
        }
        ctx.writeAndFlush(new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.SWITCHING_PROTOCOLS,
                        Unpooled.EMPTY_BUFFER,
                        headers,
                        new DefaultHttpHeaders()))
                .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        WebSocketDecoderConfig frames = WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(true)
                .allowExtensions(false)
                .maxFramePayloadLength(SocketSession.LARGEST_MESSAGE)
                .closeOnProtocolViolation(false)
                .withUTF8Validator(false)
                .build();
        ChannelPipeline pipeline = ctx.pipeline();
        pipeline.addLast(
                new WebSocket13FrameDecoder(frames),
                new WebSocket13FrameEncoder(false),
                new Utf8FrameValidator(false),
                new WebSocketFrameAggregator(SocketSession.LARGEST_MESSAGE));
        pipeline.remove(HttpServerCodec.class);
        pipeline.remove(HttpObjectAggregator.class);
        pipeline.addLast(new SocketSession(settings, harbour.flow(), opening));
        pipeline.remove(this);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event == Twin.CLOSING) {
            var unused = ctx.close();
        } else {
            super.userEventTriggered(ctx, event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A connection that broke has nobody left to answer.
        var unused = ctx.close();
    }

    /** Host and port, or the host alone. */
    private static String address(SocketAddress address, boolean withPort) {
        if (address instanceof InetSocketAddress inet) {
            String host = inet.getAddress().getHostAddress();
            return withPort ? host + ":" + inet.getPort() : host;
        }
        return String.valueOf(address);
    }
}
