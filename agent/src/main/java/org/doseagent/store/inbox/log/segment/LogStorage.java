package org.doseagent.store.inbox.log.segment;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** The operations of the operating system that the log uses: one folder and the files in it. Tests put faults in here. */
public interface LogStorage {

    /** An open file. Positions are absolute. */
    interface Handle extends Closeable {

        /** Reads at most what the buffer has room for; -1 at the end of the file. */
        int read(ByteBuffer target, long position) throws IOException;

        /** Writes at most what the buffer has; may write less. */
        int write(ByteBuffer source, long position) throws IOException;

        /** Returns once the content is on disk, and what is needed to find it. */
        void force() throws IOException;

        void truncate(long size) throws IOException;

        long size() throws IOException;
    }

    /** Returns the names of all files of the folder, in any order. */
    List<String> names() throws IOException;

    /** Makes a file that its owner alone can read; an older one of this name is replaced. */
    Handle create(String name) throws IOException;

    Handle openForReading(String name) throws IOException;

    Handle openForWriting(String name) throws IOException;

    void rename(String from, String to) throws IOException;

    void delete(String name) throws IOException;

    /** Makes creations, renames and deletions durable. */
    void syncFolder() throws IOException;

    /** Returns the bytes of the disk that are free for this process; 0 when that is not known. */
    long usableBytes();

    /** Keeps other writers out until it is closed. Fails if another writer has the folder. */
    Closeable lock() throws IOException;
}
