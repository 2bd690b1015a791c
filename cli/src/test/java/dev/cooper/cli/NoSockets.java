package dev.cooper.cli;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;

/** A JVM that is started with it has no sockets: whoever wants one fails. */
public final class NoSockets extends SelectorProvider {
    private static final String WHY = "somebody opened a socket";

    /** Made by the JVM. */
    public NoSockets() {}

    @Override
    public DatagramChannel openDatagramChannel() throws IOException {
        throw new IOException(WHY);
    }

    @Override
    public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
        throw new IOException(WHY);
    }

    @Override
    public Pipe openPipe() throws IOException {
        throw new IOException(WHY);
    }

    @Override
    public AbstractSelector openSelector() throws IOException {
        throw new IOException(WHY);
    }

    @Override
    public ServerSocketChannel openServerSocketChannel() throws IOException {
        throw new IOException(WHY);
    }

    @Override
    public SocketChannel openSocketChannel() throws IOException {
        throw new IOException(WHY);
    }
}
