package dev.seaworthy.simulations.injector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.wire.LoadOptions;
import dev.seaworthy.wire.LoadOptions.HttpVersion;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EchoServerTest {
    private static final EchoStack PLAIN = new EchoStack(false, LoadOptions.STANDARD, 3);
    private static final String ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Type: application/octet-stream\r\n\r\n~~~";

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1024, 300_000})
    void answers_with_as_much_as_it_was_told(int bytes) throws Exception {
        try (EchoServer server = EchoServer.open(PLAIN.answering(bytes), null, 1)) {
            HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(server.uri()).build(), HttpResponse.BodyHandlers.ofByteArray());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).hasSize(bytes).containsOnly(bytes == 0 ? new byte[0] : new byte[] {'~'});
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "\r\nGET / HTTP/1.1\nHost: a\n\n",
                "POST / HTTP/1.1\r\nHost: a\r\ncontent-LENGTH:  11 \r\nX: y\r\n\r\nGET / HTTP\r\n",
                "GET / HTTP/1.1\r\nContent-Length: 0\r\nCookie: c\r\nTransfer: t\r\n\r\n"
            })
    void answers_once_however_a_request_is_cut(String request) throws IOException {
        try (EchoServer server = EchoServer.open(PLAIN, null, 1)) {
            for (int piece = 1; piece < request.length(); piece += 7) {
                try (Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), server.uri().getPort())) {
                    socket.setTcpNoDelay(true);
                    byte[] bytes = request.getBytes(StandardCharsets.US_ASCII);
                    for (int at = 0; at < bytes.length; at += piece) {
                        socket.getOutputStream().write(bytes, at, Math.min(piece, bytes.length - at));
                    }
                    socket.shutdownOutput();
                    assertThat(text(socket.getInputStream())).isEqualTo(ANSWER);
                }
            }
        }
    }

    @Test
    void answers_all_that_come_at_once() throws IOException {
        try (EchoServer server = EchoServer.open(PLAIN, null, 1);
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), server.uri().getPort())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".repeat(50).getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();

            assertThat(text(socket.getInputStream())).isEqualTo(ANSWER.repeat(50));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nContent-Length: much\r\n\r\n",
                "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"
            })
    void refuses_a_body_without_a_stated_length(String request) throws IOException {
        try (EchoServer server = EchoServer.open(PLAIN, null, 1);
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), server.uri().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

            assertThat(text(socket.getInputStream())).startsWith("HTTP/1.1 501 ");
        }
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void speaks_either_http_over_tls_with_a_certificate_of_its_own(HttpClient.Version version) throws Exception {
        EchoCertificate certificate = EchoCertificate.make(Instant.now());
        EchoStack stack = new EchoStack(true, LoadOptions.STANDARD.over(HttpVersion.NEGOTIATED), 2000);
        try (EchoServer server = EchoServer.open(stack, certificate, 1)) {
            HttpClient client = HttpClient.newBuilder()
                    .version(version)
                    .sslContext(trusting(certificate))
                    .build();
            for (int i = 0; i < 100; i++) {
                HttpResponse<byte[]> answer = client.send(
                        HttpRequest.newBuilder(server.uri())
                                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[1000]))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
                assertThat(answer.version()).isEqualTo(version);
                assertThat(answer.body()).hasSize(2000);
            }
        }
    }

    @Test
    void speaks_http_2_to_who_begins_with_it() throws Exception {
        EchoStack stack = new EchoStack(false, LoadOptions.STANDARD.over(HttpVersion.HTTP_2), 5);
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        CompletableFuture<String> got = new CompletableFuture<>();
        try (EchoServer server = EchoServer.open(stack, null, 1)) {
            Channel connection = new Bootstrap()
                    .group(loops)
                    .channel(NioSocketChannel.class)
                    .handler(new ChannelInitializer<Channel>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            channel.pipeline()
                                    .addLast(
                                            Http2FrameCodecBuilder.forClient().build(),
                                            new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
                        }
                    })
                    .connect("127.0.0.1", server.uri().getPort())
                    .sync()
                    .channel();
            Channel stream = new Http2StreamChannelBootstrap(connection)
                    .handler(new Collecting(got))
                    .open()
                    .get();
            var unused = stream.writeAndFlush(new DefaultHttp2HeadersFrame(
                    new DefaultHttp2Headers()
                            .method("GET")
                            .scheme("http")
                            .authority("a")
                            .path("/"),
                    true));

            assertThat(got.get(20, TimeUnit.SECONDS)).isEqualTo("200 ~~~~~");
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }

    private static SSLContext trusting(EchoCertificate certificate) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("echo", certificate.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static final class Collecting extends ChannelInboundHandlerAdapter {
        private final CompletableFuture<String> got;
        private final StringBuilder text = new StringBuilder();

        Collecting(CompletableFuture<String> got) {
            this.got = got;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof Http2HeadersFrame headers) {
                text.append(headers.headers().status()).append(' ');
            } else if (message instanceof Http2DataFrame data) {
                text.append(data.content().toString(StandardCharsets.US_ASCII));
                if (data.isEndStream()) {
                    got.complete(text.toString());
                }
            }
            ReferenceCountUtil.release(message);
        }
    }
}
