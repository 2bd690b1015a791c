package dev.cooper.registry.http;

import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** Listens, and makes each connection one that can send files. */
public final class FileConnector extends ServerConnector {
    /** Listens with the given protocols, the outermost first. */
    public FileConnector(Server server, ConnectionFactory... protocols) {
        super(server, null, null, null, 1, 1, protocols);
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(
            SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        SocketChannelEndPoint connection = new FileEndPoint(channel, selector, key, getScheduler());
        connection.setIdleTimeout(getIdleTimeout());
        return connection;
    }
}
