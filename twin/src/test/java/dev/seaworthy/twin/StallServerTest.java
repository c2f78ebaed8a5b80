package dev.seaworthy.twin;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class StallServerTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private final AtomicLong nanos = new AtomicLong(1_000_000_000L);

    @Test
    void answers_at_once_outside_a_stall_and_at_its_end_within_one() {
        StallGate gate = new StallGate(StallPlan.parse("100ms@50ms"), nanos::get);
        EmbeddedChannel channel = channel(gate);

        assertThat(answersTo(channel, GET)).as("starts the plan's clock").isEqualTo(1);
        advance(channel, 49);
        assertThat(answersTo(channel, GET)).isEqualTo(1);
        advance(channel, 1);
        assertThat(answersTo(channel, GET)).isZero();
        advance(channel, 60);
        assertThat(answersTo(channel, GET + GET)).isZero();
        assertThat(gate.waiting()).isEqualTo(3);
        advance(channel, 39);
        assertThat(answers(channel)).as("a millisecond before the end").isZero();
        advance(channel, 1);
        assertThat(answers(channel)).as("all that waited").isEqualTo(3);
        assertThat(answersTo(channel, GET)).isEqualTo(1);
    }

    @Test
    void begins_another_plan_with_the_next_request() {
        StallGate gate = new StallGate(StallPlan.parse("100ms@0ms"), nanos::get);
        EmbeddedChannel channel = channel(gate);
        assertThat(answersTo(channel, GET)).isZero();
        gate.arm(StallPlan.parse("100ms@10ms"));
        assertThat(answers(channel)).as("who waited was let go").isEqualTo(1);
        advance(channel, 70);
        assertThat(answersTo(channel, GET)).isEqualTo(1);
        advance(channel, 10);
        assertThat(answersTo(channel, GET)).isZero();
    }

    @Test
    void reads_bodies_whole_and_closes_where_it_is_asked_to_or_cannot_follow() {
        EmbeddedChannel channel = channel(new StallGate(StallPlan.NONE, nanos::get));
        assertThat(answersTo(channel, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nab"))
                .isZero();
        assertThat(answersTo(channel, "c")).isEqualTo(1);
        assertThat(channel.isOpen()).isTrue();
        assertThat(answersTo(channel, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .isEqualTo(1);
        assertThat(channel.isOpen()).isFalse();
        EmbeddedChannel lost = channel(new StallGate(StallPlan.NONE, nanos::get));
        lost.writeInbound(Unpooled.copiedBuffer("\u0001\u0002 nonsense\r\n\r\n", StandardCharsets.US_ASCII));
        ByteBuf said = lost.readOutbound();
        assertThat(said.toString(StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 400");
        assertThat(lost.isOpen()).isFalse();
    }

    @Test
    void serves_a_real_client_and_names_a_port_that_is_taken() throws IOException {
        try (StallServer server = StallServer.start(0, StallPlan.NONE)) {
            for (String method : new String[] {"GET", "HEAD", "POST"}) {
                HttpURLConnection connection =
                        (HttpURLConnection) server.http().toURL().openConnection();
                connection.setRequestMethod(method);
                assertThat(connection.getResponseCode()).isEqualTo(200);
                assertThat(connection.getInputStream().readAllBytes())
                        .asString(StandardCharsets.US_ASCII)
                        .isEqualTo(method.equals("HEAD") ? "" : "ok");
            }
        }
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Assertions.assertThatThrownBy(() -> StallServer.start(taken.getLocalPort(), StallPlan.NONE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("port " + taken.getLocalPort());
        }
    }

    private EmbeddedChannel channel(StallGate gate) {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.freezeTime();
        channel.pipeline().addLast(new HttpRequestDecoder(), new StallFront(gate, channel.eventLoop()));
        return channel;
    }

    private void advance(EmbeddedChannel channel, long millis) {
        for (long step = 0; step < millis; step++) {
            nanos.addAndGet(1_000_000);
            channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
        }
    }

    private static int answersTo(EmbeddedChannel channel, String bytes) {
        channel.writeInbound(Unpooled.copiedBuffer(bytes, StandardCharsets.US_ASCII));
        return answers(channel);
    }

    private static int answers(EmbeddedChannel channel) {
        int count = 0;
        for (ByteBuf answer = channel.readOutbound(); answer != null; answer = channel.readOutbound()) {
            assertThat(answer.toString(StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 200 OK");
            count++;
        }
        return count;
    }
}
