package org.doseagent.store.inbox.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.doseagent.store.FileModes;
import org.doseagent.store.inbox.log.segment.LogStorage;

/** A folder of a file system. The folder has mode 0700 and each file 0600, whatever the umask. */
final class DiskStorage implements LogStorage {

    private static final Set<PosixFilePermission> FOLDER_MODE = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE_MODE = PosixFilePermissions.fromString("rw-------");

    private final Path folder;
    private final boolean isPosix;

    private DiskStorage(Path folder) {
        this.folder = folder;
        this.isPosix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Opens the folder and makes it where it is missing. */
    static DiskStorage make(Path folder) throws IOException {
        DiskStorage storage = new DiskStorage(folder);
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, storage.attributes(FOLDER_MODE));
            storage.setMode(folder, FOLDER_MODE);
            FileModes.takeOwnerOfFolder(folder);
            Path parent = folder.toAbsolutePath().getParent();
            if (parent != null) {
                storage.sync(parent);
            }
        }
        return storage;
    }

    /** Uses the folder as it is; a missing folder has no files. */
    static DiskStorage ofReader(Path folder) {
        return new DiskStorage(folder);
    }

    private FileAttribute<?>[] attributes(Set<PosixFilePermission> mode) {
        return isPosix ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(mode)} : new FileAttribute<?>[0];
    }

    /** A umask can only take rights away from the mode that a file is made with; the owner gets back what it took. */
    private void setMode(Path path, Set<PosixFilePermission> mode) throws IOException {
        if (isPosix && !Files.getPosixFilePermissions(path).equals(mode)) {
            Files.setPosixFilePermissions(path, mode);
        }
    }

    @Override
    public List<String> names() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Override
    public Handle create(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.deleteIfExists(file);
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                attributes(FILE_MODE));
        try {
            setMode(file, FILE_MODE);
            FileModes.takeOwnerOfFolder(file);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return new ChannelHandle(channel);
    }

    @Override
    public Handle openForReading(String name) throws IOException {
        return open(name, StandardOpenOption.READ);
    }

    @Override
    public Handle openForWriting(String name) throws IOException {
        return open(name, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private Handle open(String name, OpenOption... options) throws IOException {
        return new ChannelHandle(FileChannel.open(folder.resolve(name), options));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(folder.resolve(from), folder.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
    }

    @Override
    public void syncFolder() throws IOException {
        sync(folder);
    }

    /** Only POSIX systems can open a folder; others make its changes durable by themselves. */
    private void sync(Path directory) throws IOException {
        if (isPosix) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    @Override
    public long usableBytes() {
        // java.io.File: one system call, while a FileStore reads the table of mounts each time.
        return folder.toFile().getUsableSpace();
    }

    @Override
    public Closeable lock() throws IOException {
        String name = "writer.lock";
        Path file = folder.resolve(name);
        FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), attributes(FILE_MODE));
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new IOException("another process writes the inbox");
            }
            setMode(file, FILE_MODE);
            FileModes.takeOwnerOfFolder(file);
            return channel;
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new IOException("this process writes the inbox already", e);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private record ChannelHandle(FileChannel channel) implements Handle {

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return channel.read(target, position);
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            return channel.write(source, position);
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
