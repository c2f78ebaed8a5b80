package dev.seaworthy.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seaworthy.kernel.Outcome;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** On Linux, all of 127/8 is this machine. */
@EnabledOnOs(OS.LINUX)
class SourceAddressTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static InetAddress address(int... octets) throws Exception {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        return InetAddress.getByAddress(bytes);
    }

    @Test
    void sends_from_the_address_that_it_is_given() throws Exception {
        Queue<String> clients = new ConcurrentLinkedQueue<>();
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    clients.add(peer.socket.getInetAddress().getHostAddress());
                    while (!peer.readHead().isEmpty()) {
                        peer.write(OK);
                    }
                });
                Wire usual = Engines.to(server.uri("/"));
                Wire other = Engines.from(address(127, 0, 0, 2), server.uri("/"));
                OneLoop loop = new OneLoop()) {
            usual.exchange(HttpRequest.get(server.uri("/")));
            HttpAnswer answer = other.exchange(HttpRequest.get(server.uri("/")));
            other.together(List.of(HttpRequest.get(server.uri("/"))), Duration.ZERO)
                    .get(20, TimeUnit.SECONDS);
            loop.get(other, server.uri("/"), LoadOptions.STANDARD);

            assertThat(answer.exchange().connection().local()).startsWith("127.0.0.2:");
            assertThat(clients).containsExactly("127.0.0.1", "127.0.0.2", "127.0.0.2", "127.0.0.2");
        }
    }

    @Test
    void says_at_once_that_an_address_is_not_of_this_machine() {
        assertThatThrownBy(() -> Engines.from(address(192, 0, 2, 1), URI.create("http://127.0.0.1:1/")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing can be sent from 192.0.2.1")
                .hasMessageContaining("no address of this machine");
    }

    @Test
    void does_not_blame_the_target_for_another_address_family() throws Exception {
        URI six = URI.create("http://[::1]:1/");
        try (Wire wire = Engines.from(address(127, 0, 0, 2), six)) {
            HttpAnswer answer = wire.exchange(HttpRequest.get(six));

            assertThat(answer.outcome()).isEqualTo(Outcome.INSTRUMENT);
            assertThat(answer.detail()).contains("[::1]:1").contains("127.0.0.2");
        }
    }
}
