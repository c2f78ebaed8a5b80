package dev.seaworthy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Thousands of seeded trials: whatever the bytes, the parsers neither throw nor grow, and end in one way only. */
class ParserTrialsTest {
    private static final long SEED = 20_260_101;
    private static final int TRIALS = 20_000;

    private static final List<String> HTTP = List.of(
            "HTTP/1.1 200 OK\r\n",
            "HTTP/1.0 404 No\r\n",
            "HTTP/1.1 101 S\r\n",
            "HTTP/1.1 100 C\r\n\r\n",
            "HTTP/1.1 ",
            "Content-Length: 5\r\n",
            "Content-Length: 5, 5\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Connection: close\r\n",
            "Content-Encoding: gzip\r\n",
            " folded\r\n",
            "\r\n",
            "\n",
            "5\r\nhello\r\n",
            "0\r\n\r\n",
            "ffffffff\r\n",
            "hello",
            ": ",
            "\0",
            "X: y\r\n",
            "Upgrade: websocket\r\n",
            "Sec-WebSocket-Protocol:\r\n",
            "Sec-WebSocket-Accept: ,,;=\r\n",
            "\u00ff\u00fe");

    private static byte[] http(SplittableRandom random) {
        StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "" : HTTP.get(random.nextInt(3)));
        for (int parts = random.nextInt(12); parts > 0; parts--) {
            text.append(HTTP.get(random.nextInt(HTTP.size())));
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        for (int flips = random.nextInt(3); flips > 0 && bytes.length > 0; flips--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    @Test
    void reads_any_answer() {
        SplittableRandom random = new SplittableRandom(SEED);
        AnswerParser parser = new AnswerParser();
        int done = 0;
        int faulty = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            boolean keep = random.nextBoolean();
            byte[] bytes = http(random);
            parser.begin(random.nextInt(5) == 0, keep, random.nextInt(3) == 0 ? 4 : 0);
            feed(parser, bytes, random);
            parser.endOfStream();
            done += parser.isDone() ? 1 : 0;
            faulty += parser.fault() != null ? 1 : 0;
            assertThat(parser.isDone() && parser.fault() != null).isFalse();
            assertThat(parser.body().length).isEqualTo(parser.bodyLength()).isLessThanOrEqualTo(bytes.length);
            assertThat(parser.head().text().length()).isLessThanOrEqualTo(keep ? AnswerHead.KEPT_BYTES : 0);
            assertThat(parser.progress()).isNotEmpty();
            parser.head().coding().decode(parser.body(), 1000);
            HandshakeJudge.faults(parser.head().status(), parser.head().headers(), Headers.NONE, List.of("chat"));
        }
        // Trials that all end alike would prove nothing.
        assertThat(done).isBetween(TRIALS / 20, TRIALS);
        assertThat(faulty).isBetween(TRIALS / 20, TRIALS);
    }

    @Test
    void comes_to_the_same_end_when_nothing_is_kept() {
        SplittableRandom random = new SplittableRandom(SEED);
        AnswerParser lean = new AnswerParser();
        for (int trial = 0; trial < TRIALS / 2; trial++) {
            byte[] bytes = http(random);
            AnswerParser kept = new AnswerParser();
            kept.begin(false, true);
            kept.feed(Unpooled.wrappedBuffer(bytes));
            lean.beginLean(false, false, true);
            feed(lean, bytes, random);
            kept.endOfStream();
            lean.endOfStream();

            assertThat(lean.isDone()).isEqualTo(kept.isDone());
            assertThat(lean.fault() == null).isEqualTo(kept.fault() == null);
            assertThat(lean.dropped()).isEqualTo(kept.bodyLength());
            assertThat(lean.body()).isEmpty();
            assertThat(lean.head().persists()).isEqualTo(kept.head().persists());
        }
    }

    @Test
    void reads_the_same_however_the_bytes_are_cut() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int trial = 0; trial < TRIALS / 4; trial++) {
            byte[] bytes = http(random);
            AnswerParser whole = new AnswerParser();
            whole.begin(false, true);
            whole.feed(Unpooled.wrappedBuffer(bytes));
            AnswerParser cut = new AnswerParser();
            cut.begin(false, true);
            feed(cut, bytes, random);

            assertThat(cut.isDone()).isEqualTo(whole.isDone());
            assertThat(cut.fault() == null).isEqualTo(whole.fault() == null);
            if (whole.fault() == null) {
                assertThat(cut.body()).isEqualTo(whole.body());
                assertThat(cut.head().headers()).isEqualTo(whole.head().headers());
                assertThat(cut.head().text()).isEqualTo(whole.head().text());
            }
        }
    }

    private static void feed(AnswerParser parser, byte[] bytes, SplittableRandom random) {
        int at = 0;
        while (at < bytes.length) {
            int count = Math.min(bytes.length - at, 1 + random.nextInt(40));
            ByteBuf piece = Unpooled.wrappedBuffer(bytes, at, count);
            parser.feed(piece);
            at += count;
        }
    }

    private static byte[] frames(SplittableRandom random) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int parts = random.nextInt(8); parts > 0; parts--) {
            byte[] payload = new byte[random.nextInt(20) == 0 ? random.nextInt(70_000) : random.nextInt(6)];
            int opcode = new int[] {0x81, 0x82, 0x01, 0x00, 0x80, 0x89, 0x8a, 0x88}[random.nextInt(8)];
            all.writeBytes(Frames.raw(opcode, opcode == 0x88 ? Frames.close(1000, "") : payload));
        }
        byte[] bytes = all.toByteArray();
        for (int flips = random.nextInt(3); flips > 0 && bytes.length > 0; flips--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    @Test
    void reads_any_frames() {
        SplittableRandom random = new SplittableRandom(SEED);
        int violations = 0;
        int clean = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            byte[] bytes = frames(random);
            FrameDecoderTest.Heard heard = new FrameDecoderTest.Heard(1 << 16);
            heard.feed(bytes, 1 + random.nextInt(10));
            FrameDecoderTest.Heard whole = new FrameDecoderTest.Heard(1 << 16);
            whole.feed(bytes, Math.max(1, bytes.length));

            assertThat(heard.events).isEqualTo(whole.events);
            assertThat(heard.violation).isEqualTo(whole.violation);
            violations += heard.violation != null ? 1 : 0;
            clean += heard.violation == null && !heard.events.isEmpty() ? 1 : 0;
        }
        assertThat(violations).isGreaterThan(TRIALS / 20);
        assertThat(clean).isGreaterThan(TRIALS / 20);
    }

    @Test
    void redacts_any_text_in_bounded_time() {
        SplittableRandom random = new SplittableRandom(SEED);
        Redaction redaction = new Redaction(new dev.seaworthy.kernel.SecretVault());
        List<String> parts = List.of(
                "\"",
                "\\\"",
                "token",
                "password",
                ":",
                "=",
                "?",
                "&",
                "eyJ",
                "ZXlK",
                ".",
                "aaaaaaaa",
                "Bearer ",
                "://",
                "@",
                "-----BEGIN PRIVATE KEY-----",
                " ",
                "\n",
                "{",
                "}",
                "%20",
                "\u00e4",
                "$1",
                "\\");
        for (int trial = 0; trial < TRIALS / 10; trial++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(parts.get(random.nextInt(parts.size())));
            }
            assertThat(redaction.text(text.toString())).isNotNull();
            assertThat(redaction.head(text.toString())).isNotNull();
        }
        for (String part : parts) {
            String long1 = part.repeat(60_000 / part.length());
            assertThat(redaction.body(long1.getBytes(StandardCharsets.UTF_8))).hasSizeLessThan(4096);
        }
    }
}
