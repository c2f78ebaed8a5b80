package dev.seaworthy.simulations;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Hears of every URI that a client of the JDK wants to reach, and leads it astray to a closed port of this machine. */
final class NetworkSpy extends ProxySelector implements AutoCloseable {
    private static final Proxy NOWHERE = new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", 1));

    private final Collection<String> targets = new ConcurrentLinkedQueue<>();
    private final ProxySelector before = ProxySelector.getDefault();

    private NetworkSpy() {}

    static NetworkSpy install() {
        NetworkSpy spy = new NetworkSpy();
        ProxySelector.setDefault(spy);
        return spy;
    }

    Collection<String> targets() {
        return targets;
    }

    @Override
    public List<Proxy> select(URI uri) {
        targets.add(uri.toString());
        return List.of(NOWHERE);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        targets.add(uri.toString());
    }

    @Override
    public void close() {
        ProxySelector.setDefault(before);
    }
}
