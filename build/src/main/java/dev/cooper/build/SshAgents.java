package dev.cooper.build;

import dev.cooper.linux.Directory;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets steps ask an SSH agent of the user through a socket of their own.
 *
 * <p>The agent's socket itself is never mounted: a step gets one with the owner and mode it asked
 * for, and what it says is passed on. For key files an {@code ssh-agent} of the build's own is
 * started, so that the step never sees the key.
 */
final class SshAgents implements AutoCloseable {
    private final Map<String, BuildRequest.Agent> agents;
    private final Map<String, Path> started = new HashMap<>();
    private final List<Process> processes = new ArrayList<>();

    SshAgents(Map<String, BuildRequest.Agent> agents) {
        this.agents = agents;
    }

    boolean has(String id) {
        return agents.containsKey(id);
    }

    /** A socket that passes everything on to an agent until it is closed. */
    static final class Socket implements AutoCloseable {
        private final Path path;
        private final ServerSocketChannel server;

        Socket(Path path, ServerSocketChannel server) {
            this.path = path;
            this.server = server;
        }

        Path path() {
            return path;
        }

        @Override
        public void close() throws IOException {
            server.close();
            Files.deleteIfExists(path);
            Files.deleteIfExists(path.getParent());
        }
    }

    /** Opens a socket to the agent of an id. */
    Socket open(String id, int mode, int uid, int gid) throws IOException {
        Path agent = agent(id);
        Path directory = Files.createTempDirectory("cooper-ssh");
        Path path = directory.resolve("agent");
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
        try (Directory parent = Directory.open(directory.toString())) {
            parent.chown("agent", uid, gid);
            parent.chmod("agent", mode);
            parent.chmod(".", 0711);
        }
        Thread.ofVirtual().name("ssh agent " + id).start(() -> accept(server, agent));
        return new Socket(path, server);
    }

    private static void accept(ServerSocketChannel server, Path agent) {
        while (server.isOpen()) {
            try {
                SocketChannel step = server.accept();
                Thread.ofVirtual().start(() -> serve(step, agent));
            } catch (IOException e) {
                return; // closed: the step is done
            }
        }
    }

    private static void serve(SocketChannel step, Path agent) {
        try (step;
                SocketChannel upstream = SocketChannel.open(UnixDomainSocketAddress.of(agent))) {
            Thread back = Thread.ofVirtual().start(() -> pass(upstream, step));
            pass(step, upstream);
            back.join();
        } catch (IOException e) {
            // The step sees a closed connection, as it would from an agent that went away.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pass(SocketChannel from, SocketChannel to) {
        try (InputStream in = Channels.newInputStream(from);
                OutputStream out = Channels.newOutputStream(to)) {
            in.transferTo(out);
        } catch (IOException e) {
            // Either side hung up.
        }
    }

    private synchronized Path agent(String id) throws IOException {
        BuildRequest.Agent agent = agents.get(id);
        if (agent == null) {
            throw new IOException("SSH agent " + id + " was not given; pass --ssh " + id);
        }
        if (agent.socket().isPresent()) {
            return agent.socket().get();
        }
        Path known = started.get(id);
        if (known == null) {
            known = start(id, agent.keys());
            started.put(id, known);
        }
        return known;
    }

    private Path start(String id, List<Path> keys) throws IOException {
        Path socket = Files.createTempDirectory("cooper-ssh").resolve("own");
        try {
            processes.add(
                    new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start());
            for (int i = 0; i < 100 && !Files.exists(socket); i++) {
                Thread.sleep(20);
            }
            List<String> add = new ArrayList<>(List.of("ssh-add", "-q"));
            keys.forEach(key -> add.add(key.toString()));
            ProcessBuilder builder = new ProcessBuilder(add).redirectErrorStream(true);
            builder.environment().put("SSH_AUTH_SOCK", socket.toString());
            builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            Process process = builder.start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("--ssh " + id + ": ssh-add: " + said.strip());
            }
            return socket;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("--ssh " + id + ": interrupted", e);
        } catch (IOException e) {
            throw new IOException(
                    "--ssh "
                            + id
                            + ": key files need ssh-agent and ssh-add (package openssh-client), or"
                            + " give the socket of a running agent",
                    e);
        }
    }

    @Override
    public void close() {
        processes.forEach(Process::destroy);
        for (Path socket : started.values()) {
            try {
                Files.deleteIfExists(socket);
                Files.deleteIfExists(socket.getParent());
            } catch (IOException e) {
                // A leftover in the temporary directory hurts nobody.
            }
        }
    }
}
