package dev.seaworthy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FrameDecoderTest {
    /** What a connection would have seen of these bytes. */
    static final class Heard implements MessageAssembler.Sink {
        final List<String> events = new ArrayList<>();
        final FrameDecoder decoder;
        final MessageAssembler assembler;

        @Nullable
        Violation violation;

        Heard(int limit) {
            decoder = new FrameDecoder(limit);
            assembler = new MessageAssembler(limit, this);
        }

        Heard feed(byte[] bytes, int step) {
            for (int at = 0; at < bytes.length && violation == null; at += step) {
                ByteBuf piece = Unpooled.wrappedBuffer(bytes, at, Math.min(step, bytes.length - at));
                violation = decoder.feed(piece, assembler::accept);
            }
            return this;
        }

        @Override
        public void message(int opcode, byte[] payload) {
            String text =
                    opcode == Frame.TEXT ? new String(payload, StandardCharsets.UTF_8) : payload.length + " bytes";
            events.add(Frame.name(opcode) + " " + text);
        }

        @Override
        public void pinged(byte[] payload) {
            events.add("PING " + new String(payload, StandardCharsets.UTF_8));
        }

        @Override
        public void ponged(byte[] payload) {
            events.add("PONG " + new String(payload, StandardCharsets.UTF_8));
        }

        @Override
        public void closed(int code, String reason) {
            events.add("CLOSE " + code + " " + reason);
        }
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static Stream<Arguments> legal() {
        String block = "0".repeat(512);
        String big = "00".repeat(65536);
        return Stream.of(
                // RFC 6455 section 5.7, those that a server sends.
                Arguments.of("81 05 48 65 6c 6c 6f", List.of("TEXT Hello")),
                Arguments.of("01 03 48 65 6c 80 02 6c 6f", List.of("TEXT Hello")),
                Arguments.of("89 05 48 65 6c 6c 6f", List.of("PING Hello")),
                Arguments.of("8a 05 48 65 6c 6c 6f", List.of("PONG Hello")),
                Arguments.of("82 7e 01 00" + block, List.of("BINARY 256 bytes")),
                Arguments.of("82 7f 00 00 00 00 00 01 00 00" + big, List.of("BINARY 65536 bytes")),
                // Control frames between fragments; empty frames; UTF-8 split inside a character.
                Arguments.of("01 01 61 89 00 00 00 80 01 62", List.of("PING ", "TEXT ab")),
                Arguments.of("81 00 82 00", List.of("TEXT ", "BINARY 0 bytes")),
                Arguments.of("01 01 c3 80 01 a4", List.of("TEXT ä")),
                Arguments.of("88 00", List.of("CLOSE 1005 ")),
                Arguments.of("88 02 03 e8", List.of("CLOSE 1000 ")),
                Arguments.of("88 04 0f a1 6e 6f", List.of("CLOSE 4001 no")),
                Arguments.of("88 02 03 f6", List.of("CLOSE 1014 ")));
    }

    @ParameterizedTest
    @MethodSource("legal")
    void reads_what_is_legal_however_it_is_cut(String frames, List<String> events) {
        byte[] bytes = hex(frames);
        for (int step : new int[] {1, 2, 3, 7, bytes.length}) {
            Heard heard = new Heard(1 << 20).feed(bytes, step);
            assertThat(heard.violation).isNull();
            assertThat(heard.events).isEqualTo(events);
        }
    }

    static Stream<Arguments> illegal() {
        return Stream.of(
                Arguments.of("81 85 37 fa 21 3d 7f 9f 4d 51 58", 1002, "masked"),
                Arguments.of("c1 00", 1002, "reserved bit"),
                Arguments.of("a1 00", 1002, "reserved bit"),
                Arguments.of("91 00", 1002, "reserved bit"),
                Arguments.of("83 00", 1002, "opcode 3"),
                Arguments.of("87 00", 1002, "opcode 7"),
                Arguments.of("8b 00", 1002, "opcode 11"),
                Arguments.of("8f 00", 1002, "opcode 15"),
                Arguments.of("09 00", 1002, "control frame is fragmented"),
                Arguments.of("08 00", 1002, "control frame is fragmented"),
                Arguments.of("89 7e 00 7e", 1002, "longer than 125"),
                Arguments.of("80 00", 1002, "nothing to continue"),
                Arguments.of("01 00 81 00", 1002, "inside another"),
                Arguments.of("82 7e 00 7d", 1002, "shortest form"),
                Arguments.of("82 7f 00 00 00 00 00 00 ff ff", 1002, "shortest form"),
                Arguments.of("82 7f 80 00 00 00 00 00 00 00", 1002, "highest bit"),
                Arguments.of("82 7f 00 00 00 01 00 00 00 00", 1009, "4294967296"),
                Arguments.of("81 01 ff", 1007, "not UTF-8"),
                Arguments.of("81 02 c0 80", 1007, "not UTF-8"),
                Arguments.of("81 03 ed a0 80", 1007, "not UTF-8"),
                Arguments.of("81 04 f4 90 80 80", 1007, "not UTF-8"),
                Arguments.of("81 01 c3", 1007, "not UTF-8"),
                Arguments.of("01 01 c3 80 01 28", 1007, "not UTF-8"),
                Arguments.of("01 02 61 c3 80 00", 1007, "not UTF-8"),
                Arguments.of("88 01 03", 1002, "one byte"),
                Arguments.of("88 02 03 e7", 1002, "close code 999"),
                Arguments.of("88 02 03 ec", 1002, "close code 1004"),
                Arguments.of("88 02 03 ed", 1002, "close code 1005"),
                Arguments.of("88 02 03 ee", 1002, "close code 1006"),
                Arguments.of("88 02 03 f7", 1002, "close code 1015"),
                Arguments.of("88 02 0b b7", 1002, "close code 2999"),
                Arguments.of("88 02 13 88", 1002, "close code 5000"),
                Arguments.of("88 03 03 e8 ff", 1007, "close reason"));
    }

    @ParameterizedTest
    @MethodSource("illegal")
    void objects_to_what_is_not(String frames, int code, String words) {
        byte[] bytes = hex(frames);
        for (int step : new int[] {1, bytes.length}) {
            Heard heard = new Heard(1 << 20).feed(bytes, step);
            Violation found = Objects.requireNonNull(heard.violation, "nothing was objected to");
            assertThat(found.code()).isEqualTo(code);
            assertThat(found.rule()).contains(words);
            assertThat(heard.events).isEmpty();
        }
    }

    @Test
    void limits_a_message_of_many_fragments() {
        Heard heard = new Heard(100);
        heard.feed(hex("02 28" + "00".repeat(40)), 50);
        heard.feed(hex("00 28" + "00".repeat(40)), 50);
        assertThat(heard.violation).isNull();
        heard.feed(hex("00 28" + "00".repeat(40)), 50);
        assertThat(heard.violation).isNotNull().extracting(Violation::code).isEqualTo(1009);
    }

    @Test
    void masks_as_the_rfc_shows() {
        ByteBuf frame = FrameEncoder.encode(
                ByteBufAllocator.DEFAULT, Frame.TEXT, "Hello".getBytes(StandardCharsets.UTF_8), 0x37fa213d);
        try {
            assertThat(ByteBufUtil.hexDump(frame)).isEqualTo("818537fa213d7f9f4d5158");
        } finally {
            frame.release();
        }
    }

    @Test
    void writes_lengths_in_their_shortest_form() {
        for (int length : new int[] {0, 125, 126, 65535, 65536}) {
            ByteBuf frame = FrameEncoder.encode(ByteBufAllocator.DEFAULT, Frame.BINARY, new byte[length], 0);
            try {
                int header = length <= 125 ? 6 : length <= 65535 ? 8 : 14;
                assertThat(frame.readableBytes()).isEqualTo(header + length);
                byte[] unmasked = Frames.raw(0x82, new byte[length]);
                assertThat(frame.getByte(1) & 0x7f).isEqualTo(unmasked[1]);
            } finally {
                frame.release();
            }
        }
    }

    @Test
    void writes_a_close_frame_without_a_code_for_1005() {
        assertThat(FrameEncoder.close(1005, "ignored")).isEmpty();
        assertThat(FrameEncoder.close(1000, "ok")).isEqualTo(new byte[] {3, (byte) 0xe8, 'o', 'k'});
    }
}
