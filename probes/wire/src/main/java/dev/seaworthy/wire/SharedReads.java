package dev.seaworthy.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import java.nio.ByteBuffer;

/**
 * Lets all connections of one loop read into the same buffer. Only for connections whose handler is done with the bytes
 * when its {@code channelRead} returns, and keeps none of them: the next read overwrites them.
 */
final class SharedReads extends DefaultMaxMessagesRecvByteBufAllocator {
    private static final int BYTES = 64 * 1024;

    private final ByteBuf buffer =
            Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(BYTES)));

    @Override
    @SuppressWarnings("deprecation")
    public RecvByteBufAllocator.Handle newHandle() {
        return new MaxMessageHandle() {
            @Override
            public ByteBuf allocate(ByteBufAllocator unused) {
                return buffer.clear();
            }

            @Override
            public int guess() {
                return BYTES;
            }
        };
    }
}
