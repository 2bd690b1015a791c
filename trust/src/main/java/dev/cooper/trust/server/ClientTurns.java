package dev.cooper.trust.server;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * Shares a server among its clients: one address has only so many requests in work, others of its
 * requests wait, and when too many wait, more are refused. Safe for several threads.
 */
final class ClientTurns {
    /** So many requests of one client are in work. */
    static final int AT_ONCE = 16;

    /** So many are in work or wait. */
    static final int MOST = 256;

    private final Map<InetAddress, Client> clients = new HashMap<>();

    private static final class Client {
        private final Semaphore free = new Semaphore(AT_ONCE);
        private int requests;
    }

    /**
     * Waits until a client has a turn; each is given back.
     *
     * @throws RefusedException when too many wait already
     */
    void take(InetAddress address) {
        Client client;
        synchronized (clients) {
            client = clients.computeIfAbsent(address, _ -> new Client());
            if (client.requests == MOST) {
                throw new RefusedException(429, "too many requests at once; ask again later");
            }
            client.requests++;
        }
        client.free.acquireUninterruptibly();
    }

    /** Gives a turn back. */
    void giveBack(InetAddress address) {
        synchronized (clients) {
            Client client = clients.get(address);
            if (client == null) {
                return; // none was taken
            }
            client.free.release();
            if (--client.requests == 0) {
                clients.remove(address);
            }
        }
    }

    /** How many clients have requests in work or waiting. */
    int count() {
        synchronized (clients) {
            return clients.size();
        }
    }
}
