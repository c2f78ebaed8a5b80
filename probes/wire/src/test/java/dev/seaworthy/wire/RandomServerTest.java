package dev.seaworthy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.wire.LoadOptions.HttpVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that answers with seeded nonsense, and hangs up in every way: each call ends once, and the loop goes on. */
class RandomServerTest {
    private static final long SEED = 20_261_127;
    private static final int CALLS = 200;

    /** What a peer may say of its own accord; it belongs into no phrase. */
    private static final String MARK = "zqxj";

    private static final List<String> HTTP_1 = List.of(
            "HTTP/1.1 200 OK\r\n",
            "HTTP/1.1 302 Found\r\nLocation: /" + MARK + "\r\n",
            "HTTP/1.1 204 No\r\n\r\n",
            "Content-Length: 4\r\n\r\n" + MARK,
            "Content-Length: " + MARK + "\r\n",
            "Transfer-Encoding: chunked\r\n\r\n4\r\n" + MARK + "\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n" + MARK,
            MARK + ": " + MARK.repeat(3000) + "\r\n",
            "\r\n",
            MARK,
            "\0\1\2\3");

    private static final List<String> HTTP_2 = List.of(
            "\0\0\0\4\0\0\0\0\0",
            "\0\0\0\4\1\0\0\0\0",
            "\0\0\1\1\5\0\0\0\1\u0088",
            "\0\0\1\1\4\0\0\0\1\u0088",
            "\0\0\4\0\1\0\0\0\1" + MARK,
            "\0\0\4\3\0\0\0\0\1\0\0\0\7",
            "\0\0\10\7\0\0\0\0\0\0\0\0\0\0\0\0\0",
            "\0\0\4\10\0\0\0\0\0\177\u00ff\u00ff\u00ff",
            "\0\0\4\1\4\0\0\0\3\u00ff\u00ff\u00ff\u00ff",
            "\u00ff\u00ff\u00ff\0\0\0\0\0\1",
            MARK);

    private static byte[] nonsense(SplittableRandom random, List<String> parts) {
        StringBuilder text = new StringBuilder(random.nextInt(3) == 0 ? "" : parts.get(0));
        for (int count = random.nextInt(6); count > 0; count--) {
            text.append(parts.get(random.nextInt(parts.size())));
        }
        byte[] bytes = text.toString().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        if (random.nextInt(4) == 0 && bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void ends_every_call_with_a_phrase_of_our_own(HttpVersion version) throws Exception {
        List<String> parts = version == HttpVersion.HTTP_2 ? HTTP_2 : HTTP_1;
        // Nonsense ends an HTTP/2 connection for all calls on it.
        int together = version == HttpVersion.HTTP_2 ? 4 : 40;
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        Set<String> phrases = new HashSet<>();
        try (ScriptedServer server = ScriptedServer.playing(peer -> talk(peer, version, parts));
                OneLoop loop = new OneLoop();
                Wire wire = Engines.impatient(Duration.ofMillis(200), server.uri("/"))) {
            LoadOptions options =
                    LoadOptions.STANDARD.over(version).following(2).within(8);
            PreparedRequest request = wire.prepare(HttpRequest.get(server.uri("/")), options);
            for (int round = 0; round < CALLS / together; round++) {
                List<PreparedRequest> some = new ArrayList<>();
                for (int i = 0; i < together; i++) {
                    some.add(request);
                }
                for (OneLoop.Result result : loop.together(wire, some)) {
                    outcomes.merge(result.outcome(), 1, Integer::sum);
                    phrases.add(result.detail());
                }
            }
        }
        assertThat(outcomes.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(CALLS);
        assertThat(outcomes).containsKey(Outcome.PROTOCOL).doesNotContainKey(Outcome.INSTRUMENT);
        if (version == HttpVersion.HTTP_1_1) {
            // Over HTTP/2 the nonsense is mostly found before the reset is.
            assertThat(outcomes).containsKey(Outcome.RESET);
        }
        assertThat(phrases).hasSizeBetween(2, 40).noneMatch(phrase -> phrase.contains(MARK));
    }

    private static void talk(ScriptedServer.Peer peer, HttpVersion version, List<String> parts) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED + peer.number);
        for (int turn = random.nextInt(4); turn >= 0; turn--) {
            boolean heard = version == HttpVersion.HTTP_2
                    ? peer.socket.getInputStream().read(new byte[4096]) > 0
                    : !peer.readHead().isEmpty();
            if (!heard) {
                return;
            }
            peer.write(nonsense(random, parts));
        }
        if (random.nextBoolean()) {
            peer.reset();
        }
    }
}
