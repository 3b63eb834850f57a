package org.doseagent.store.inbox.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.doseagent.store.inbox.log.segment.LogStorage;

/** A storage that fails where a test wants it to; everything else is done by the real one. */
final class FaultyStorage implements LogStorage {

    /** What can fail. */
    enum Operation {
        READ,
        WRITE,
        FORCE,
        TRUNCATE,
        CREATE,
        RENAME,
        SYNC_FOLDER,
        DELETE
    }

    /** Is asked before each operation; throws to make it fail. */
    interface Fault {
        void before(Operation operation, String name, long position) throws IOException;
    }

    private final LogStorage real;
    private volatile Fault fault = (operation, name, position) -> {};
    private volatile int maxWrite = Integer.MAX_VALUE;
    private volatile long usable = -1;

    FaultyStorage(LogStorage real) {
        this.real = real;
    }

    void failWhen(Fault next) {
        fault = next;
    }

    /** Fails an operation on segment files, spare files excepted. */
    void failSegments(Operation failing) {
        fault = (operation, name, position) -> {
            if (operation == failing && name.endsWith(".log")) {
                throw new IOException("injected error at " + operation);
            }
        };
    }

    void heal() {
        fault = (operation, name, position) -> {};
        usable = -1;
    }

    void writeAtMost(int bytes) {
        maxWrite = bytes;
    }

    void setUsable(long bytes) {
        usable = bytes;
    }

    @Override
    public List<String> names() throws IOException {
        return real.names();
    }

    @Override
    public Handle create(String name) throws IOException {
        fault.before(Operation.CREATE, name, 0);
        return new FaultyHandle(name, real.create(name));
    }

    @Override
    public Handle openForReading(String name) throws IOException {
        return new FaultyHandle(name, real.openForReading(name));
    }

    @Override
    public Handle openForWriting(String name) throws IOException {
        return new FaultyHandle(name, real.openForWriting(name));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        fault.before(Operation.RENAME, to, 0);
        real.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        fault.before(Operation.DELETE, name, 0);
        real.delete(name);
    }

    @Override
    public void syncFolder() throws IOException {
        fault.before(Operation.SYNC_FOLDER, "", 0);
        real.syncFolder();
    }

    @Override
    public long usableBytes() {
        return usable >= 0 ? usable : real.usableBytes();
    }

    @Override
    public Closeable lock() throws IOException {
        return real.lock();
    }

    private final class FaultyHandle implements Handle {

        /** A spare file gets the name of its segment while it is open; the fault sees what is written to it as a segment's. */
        private final String name;

        private final Handle file;

        FaultyHandle(String name, Handle file) {
            this.name = name.equals("spare.zero") ? "renamed.log" : name;
            this.file = file;
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            fault.before(Operation.READ, name, position);
            return file.read(target, position);
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            fault.before(Operation.WRITE, name, position);
            int length = Math.min(maxWrite, source.remaining());
            int written = file.write(source.slice(source.position(), length), position);
            source.position(source.position() + written);
            return written;
        }

        @Override
        public void force() throws IOException {
            fault.before(Operation.FORCE, name, 0);
            file.force();
        }

        @Override
        public void truncate(long size) throws IOException {
            fault.before(Operation.TRUNCATE, name, size);
            file.truncate(size);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
