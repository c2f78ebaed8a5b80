package dev.seaworthy.wire;

import dev.seaworthy.kernel.Exchange;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * An open connection and its name in the evidence.
 *
 * @param described what the evidence says about it; taken while it is open, since a closed one has no addresses
 */
record Link(Channel channel, Origin origin, Exchange.Connection described) {
    /**
     * A connection that stands.
     *
     * @param number counts the connections of one engine from 1
     */
    static Link of(Channel channel, Origin origin, long number) {
        SslHandler handler = channel.pipeline().get(SslHandler.class);
        return new Link(
                channel,
                origin,
                new Exchange.Connection(
                        number,
                        text(channel.localAddress()),
                        text(channel.remoteAddress()),
                        handler == null ? null : Tls.describe(handler.engine().getSession())));
    }

    /** A connection under load, of which nothing but the number is told. */
    static Link lean(Channel channel, Origin origin, long number) {
        return new Link(channel, origin, new Exchange.Connection(number, "", origin.toString(), null));
    }

    /** A connection that did not come about. */
    static Exchange.Connection none(Origin origin) {
        return new Exchange.Connection(0, "", origin.toString(), null);
    }

    /** Closes a channel; what comes of it is seen by the handlers. */
    static void shut(Channel channel) {
        ChannelFuture unused = channel.close();
    }

    private static String text(@Nullable SocketAddress address) {
        if (address instanceof InetSocketAddress inet && inet.getAddress() != null) {
            String host = inet.getAddress().getHostAddress();
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + inet.getPort();
        }
        return "";
    }
}
