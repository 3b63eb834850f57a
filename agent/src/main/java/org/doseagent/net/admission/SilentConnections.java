package org.doseagent.net.admission;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.doseagent.net.AcceptorSettings;
import org.doseagent.net.AssociationListener;
import org.doseagent.net.AssociationListener.Incident;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections that have sent nothing yet. Each costs a file descriptor, but no thread and no buffer, so that a flood of connections
 * costs little. Used by the thread that accepts.
 */
public final class SilentConnections {

    private static final Logger LOG = LoggerFactory.getLogger(SilentConnections.class);

    /** Enough for an A-ASSOCIATE-RQ of most peers; what comes later is read by the thread of the association. */
    private static final int FIRST_BYTES = 4 * 1024;

    private static final String CLOSED = "closed";

    /** A connection that has begun to send. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Opening(SocketChannel channel, boolean isTls, byte[] firstBytes, long connectedAt) {}

    /** One silent connection; its key finds it again. Compared by identity, as a record would not be. */
    private static final class Silent {

        private final SocketChannel channel;
        private final boolean isTls;
        private final InetAddress address;
        private final long connectedAt = System.nanoTime();

        Silent(SocketChannel channel, boolean isTls, InetAddress address) {
            this.channel = channel;
            this.isTls = isTls;
            this.address = address;
        }
    }

    private final Selector selector;
    private final int max;
    private final long artimNanos;
    private final AssociationListener listener;
    private final ByteBuffer first = ByteBuffer.allocate(FIRST_BYTES);

    /** By address, each in the order of arrival. */
    private final Map<InetAddress, Set<Silent>> silent = new HashMap<>();

    private int size;

    public SilentConnections(Selector selector, AcceptorSettings settings, AssociationListener listener) {
        this.selector = selector;
        this.max = settings.limits().maxSilent();
        this.artimNanos = settings.deadlines().artim().toNanos();
        this.listener = listener;
    }

    /** Adds a connection to the port with or without TLS. Where there are too many, the oldest one of the address that has most of them is closed. */
    public void add(SocketChannel channel, boolean isTls) throws IOException {
        if (!(channel.getRemoteAddress() instanceof InetSocketAddress peer)) {
            throw new IOException("the peer has gone");
        }
        Silent added = new Silent(channel, isTls, peer.getAddress());
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, added);
        silent.computeIfAbsent(added.address, address -> new LinkedHashSet<>()).add(added);
        size++;
        if (size > max) {
            oldestOfMost().ifPresent(this::replace);
        }
    }

    private Optional<Silent> oldestOfMost() {
        Set<Silent> largest = Set.of();
        for (Set<Silent> each : silent.values()) {
            largest = each.size() > largest.size() ? each : largest;
        }
        return largest.stream().findFirst();
    }

    private void replace(Silent oldest) {
        discard(oldest, "replaced");
        listener.incident(Incident.PENDING_CONNECTION_REPLACED);
    }

    /** Takes out a connection that can be read; empty where the peer has closed it, or nothing has come after all. */
    public Optional<Opening> opening(SelectionKey key) throws IOException {
        if (!(key.attachment() instanceof Silent readable)) {
            return Optional.empty();
        }
        int count = read(readable.channel);
        if (count < 0) {
            discard(readable, CLOSED);
        }
        if (count <= 0) {
            return Optional.empty();
        }
        remove(readable);
        key.cancel();
        byte[] bytes = new byte[count];
        first.flip().get(bytes);
        return Optional.of(new Opening(readable.channel, readable.isTls, bytes, readable.connectedAt));
    }

    /** Returns how many bytes were read; below zero where the connection is at its end. */
    private int read(SocketChannel channel) {
        try {
            return channel.read(first.clear());
        } catch (IOException e) {
            LOG.trace("event=connection-reset");
            return -1;
        }
    }

    /** Closes the connections that have been silent for too long. */
    public void closeExpired() {
        long now = System.nanoTime();
        all().stream()
                .filter(each -> now - each.connectedAt > artimNanos)
                .forEach(expired -> discard(expired, "timeout"));
    }

    /** Closes the older half of each address, so that others find a file descriptor; returns whether there was any. */
    public boolean closeOlderHalf() {
        List<Silent> older = new ArrayList<>();
        silent.values()
                .forEach(each -> each.stream().limit((each.size() + 1) / 2).forEach(older::add));
        older.forEach(this::replace);
        return !older.isEmpty();
    }

    public void closeAll() {
        all().forEach(each -> discard(each, CLOSED));
    }

    private List<Silent> all() {
        return silent.values().stream().flatMap(Set::stream).toList();
    }

    private void remove(Silent gone) {
        Set<Silent> ofAddress = silent.getOrDefault(gone.address, Set.of());
        if (ofAddress.remove(gone)) {
            size--;
        }
        if (ofAddress.isEmpty()) {
            silent.remove(gone.address);
        }
    }

    private void discard(Silent gone, String outcome) {
        remove(gone);
        try {
            gone.channel.close();
        } catch (IOException e) {
            LOG.debug("event=close-failed error={}", e.getClass().getSimpleName());
        }
        listener.ended(outcome, false);
    }
}
