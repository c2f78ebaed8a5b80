package dev.seaworthy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import java.util.List;

/** Replays the inputs in the resources. With {@code JAZZER_FUZZ=1}, and hooks allowed again, it looks for new ones. */
class ParserFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void frames(byte[] bytes) {
        FrameDecoderTest.Heard whole = new FrameDecoderTest.Heard(1 << 16).feed(bytes, Math.max(1, bytes.length));
        FrameDecoderTest.Heard cut = new FrameDecoderTest.Heard(1 << 16).feed(bytes, 1);
        assertThat(cut.events).isEqualTo(whole.events);
        assertThat(cut.violation).isEqualTo(whole.violation);
    }

    /** Reading for the sake of nothing must come to the same end as reading for evidence. */
    @FuzzTest(maxDuration = "2m")
    void dropped(byte[] bytes) {
        AnswerParser kept = new AnswerParser();
        kept.begin(false, true);
        AnswerParser lean = new AnswerParser();
        lean.beginLean(false, false, true);
        AnswerParser cut = new AnswerParser();
        cut.beginLean(false, false, true);
        kept.feed(Unpooled.wrappedBuffer(bytes));
        lean.feed(Unpooled.wrappedBuffer(bytes));
        for (byte octet : bytes) {
            cut.feed(Unpooled.wrappedBuffer(new byte[] {octet}));
        }
        for (AnswerParser parser : List.of(kept, lean, cut)) {
            parser.endOfStream();
        }
        assertThat(lean.isDone()).isEqualTo(cut.isDone());
        assertThat(lean.dropped()).isEqualTo(cut.dropped());
        assertThat(lean.bodyLength()).isZero();
        Fault fault = kept.fault();
        if (fault == null || !fault.kind().equals("body too long")) {
            assertThat(lean.isDone()).isEqualTo(kept.isDone());
            assertThat(lean.fault() == null).isEqualTo(fault == null);
            assertThat(lean.dropped()).isEqualTo(kept.bodyLength());
            assertThat(lean.head().status()).isEqualTo(kept.head().status());
        }
    }

    @FuzzTest(maxDuration = "2m")
    void handshakes(byte[] bytes) {
        AnswerParser parser = new AnswerParser();
        parser.begin(false, true, 4096);
        parser.feed(Unpooled.wrappedBuffer(bytes));
        parser.endOfStream();
        Headers headers = parser.head().headers();
        HandshakeJudge.faults(parser.head().status(), headers, Headers.NONE, List.of("chat"));
        assertThat(parser.bodyLength()).isLessThanOrEqualTo(4096);
        assertThat(HandshakeJudge.isUsable(parser.head().status(), headers, "dGhlIHNhbXBsZSBub25jZQ=="))
                .isEqualTo(parser.head().status() == 101
                        && headers.first("sec-websocket-accept")
                                .filter("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="::equals)
                                .isPresent());
    }
}
