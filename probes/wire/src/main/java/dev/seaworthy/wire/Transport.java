package dev.seaworthy.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;

/** Which kind of channel an event loop can carry: a foreign loop may be of either transport. */
final class Transport {
    private Transport() {}

    /** The transport of a loop of our own: epoll where it is there. */
    static IoHandlerFactory own() {
        return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }

    /**
     * The factory of channels for this loop.
     *
     * @throws IllegalArgumentException for a loop of a transport that is not known here
     */
    static ChannelFactory<Channel> channels(EventLoop loop) {
        if (loop instanceof IoEventLoop io) {
            if (io.isCompatible(NioIoHandle.class)) {
                return NioSocketChannel::new;
            }
            if (io.isCompatible(EpollIoHandle.class)) {
                return EpollSocketChannel::new;
            }
        }
        throw new IllegalArgumentException(
                "an event loop of " + loop.getClass().getName() + " carries neither NIO nor epoll channels");
    }
}
