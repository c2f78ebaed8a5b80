package dev.seaworthy.simulations.injector;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The echo in HTTP/1.1 (RFC 9112). It looks for the end of a head and for the length of a body, and at nothing else, as
 * it must cost less than the client that it measures. A body without a stated length is refused.
 */
final class EchoLines extends ByteToMessageDecoder {
    private static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length:");
    private static final AsciiString TRANSFER_ENCODING = AsciiString.cached("transfer-encoding:");
    private static final int LONGEST_LINE = 64 * 1024;
    private static final byte[] REFUSAL =
            "HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final ByteBuf answer;
    private boolean inHead;
    private long bodyLeft;

    EchoLines(byte[] body) {
        byte[] head = ("HTTP/1.1 200 OK\r\nContent-Length: " + body.length
                        + "\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        this.answer = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(head, body));
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        while (in.isReadable()) {
            if (!inHead && bodyLeft > 0) {
                int skipped = (int) Math.min(bodyLeft, in.readableBytes());
                in.skipBytes(skipped);
                bodyLeft -= skipped;
                if (bodyLeft == 0) {
                    answer(context);
                }
                continue;
            }
            int end = in.indexOf(in.readerIndex(), in.writerIndex(), (byte) '\n');
            if (end < 0) {
                if (in.readableBytes() > LONGEST_LINE) {
                    refuse(context, in);
                }
                return;
            }
            line(context, in, end);
        }
    }

    private void answer(ChannelHandlerContext context) {
        var unused = context.write(answer.duplicate(), context.voidPromise());
    }

    private void line(ChannelHandlerContext context, ByteBuf in, int end) {
        int begin = in.readerIndex();
        int length = end - begin - (end > begin && in.getByte(end - 1) == '\r' ? 1 : 0);
        in.readerIndex(end + 1);
        if (length > 0) {
            inHead = true;
            int first = in.getByte(begin) | 0x20;
            if (first == 'c' && starts(in, begin, length, CONTENT_LENGTH)) {
                bodyLeft = number(in, begin + CONTENT_LENGTH.length(), begin + length);
            } else if (first == 't' && starts(in, begin, length, TRANSFER_ENCODING)) {
                bodyLeft = -1;
            }
            if (bodyLeft < 0) {
                refuse(context, in);
            }
        } else if (inHead) {
            inHead = false;
            if (bodyLeft == 0) {
                answer(context);
            }
        }
    }

    private static boolean starts(ByteBuf in, int begin, int length, AsciiString name) {
        if (length < name.length()) {
            return false;
        }
        for (int i = 1; i < name.length(); i++) {
            int letter = in.getByte(begin + i);
            if ((letter >= 'A' && letter <= 'Z' ? letter | 0x20 : letter) != name.byteAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** -1 for what is no length. */
    private static long number(ByteBuf in, int from, int to) {
        String text = in.toString(from, to - from, StandardCharsets.US_ASCII).strip();
        return text.length() > 0 && text.length() < 16 && text.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Long.parseLong(text)
                : -1;
    }

    private void refuse(ChannelHandlerContext context, ByteBuf in) {
        in.skipBytes(in.readableBytes());
        bodyLeft = 0;
        inHead = false;
        var unused = context.writeAndFlush(Unpooled.wrappedBuffer(REFUSAL)).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        context.flush();
        super.channelReadComplete(context);
    }

    /** A client that went away has nothing to be told. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var unused = context.close();
    }
}
