package org.doseagent.store.inbox.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.doseagent.store.inbox.log.segment.LogStorage;

/** Files in memory, for tests that open a log thousands of times. */
final class MemoryStorage implements LogStorage {

    private static final class Content {
        private byte[] bytes = new byte[0];
    }

    private final Map<String, Content> files = new ConcurrentHashMap<>();

    /** Makes a file with this content. */
    void put(String name, byte[] bytes) {
        Content content = new Content();
        content.bytes = bytes.clone();
        files.put(name, content);
    }

    byte[] get(String name) {
        Content content = files.get(name);
        synchronized (content) {
            return content.bytes.clone();
        }
    }

    @Override
    public List<String> names() {
        return List.copyOf(files.keySet());
    }

    @Override
    public Handle create(String name) {
        put(name, new byte[0]);
        return new MemoryHandle(files.get(name));
    }

    @Override
    public Handle openForReading(String name) throws IOException {
        return openForWriting(name);
    }

    @Override
    public Handle openForWriting(String name) throws IOException {
        Content content = files.get(name);
        if (content == null) {
            throw new NoSuchFileException(name);
        }
        return new MemoryHandle(content);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Content content = files.remove(from);
        if (content == null) {
            throw new NoSuchFileException(from);
        }
        files.put(to, content);
    }

    @Override
    public void delete(String name) {
        files.remove(name);
    }

    @Override
    public void syncFolder() {
        // Memory needs no sync.
    }

    @Override
    public long usableBytes() {
        return 1L << 40;
    }

    @Override
    public Closeable lock() {
        return () -> {};
    }

    private record MemoryHandle(Content content) implements Handle {

        @Override
        public int read(ByteBuffer target, long position) {
            synchronized (content) {
                int length = Math.min(target.remaining(), content.bytes.length - (int) position);
                if (length <= 0) {
                    return -1;
                }
                target.put(content.bytes, (int) position, length);
                return length;
            }
        }

        @Override
        public int write(ByteBuffer source, long position) {
            synchronized (content) {
                int length = source.remaining();
                int end = (int) position + length;
                if (end > content.bytes.length) {
                    content.bytes = Arrays.copyOf(content.bytes, end);
                }
                source.get(content.bytes, (int) position, length);
                return length;
            }
        }

        @Override
        public void force() {
            // Memory needs no sync.
        }

        @Override
        public void truncate(long size) {
            synchronized (content) {
                content.bytes = Arrays.copyOf(content.bytes, (int) Math.min(size, content.bytes.length));
            }
        }

        @Override
        public long size() {
            synchronized (content) {
                return content.bytes.length;
            }
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
