package org.doseagent.forward;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import org.doseagent.aggregate.render.Rendering;
import org.doseagent.store.FileModes;
import org.doseagent.store.StoreException;
import org.doseagent.store.outbox.Delivery;

/** Puts each submission as a file into a folder; the file appears complete or not at all (temporary name, force, rename). */
public final class FolderTransport implements Transport {

    /** How the name of a delivered file begins. */
    public static final String PREFIX = "dose-aggregate-";

    private final Path folder;
    private final Rendering format;

    public FolderTransport(Path folder, Rendering format) {
        this.folder = folder;
        this.format = format;
    }

    @Override
    public Delivery deliver(Submission submission) {
        String name = PREFIX + submission.period() + "-" + submission.submissionId() + "." + format.fileExtension();
        byte[] bytes = format.render(submission.json());
        try {
            FileModes.makeFolder(folder);
            Path target = folder.resolve(name);
            if (Files.exists(target) && Arrays.equals(Files.readAllBytes(target), bytes)) {
                return new Delivery.Delivered("already in the folder: " + name);
            }
            writeWhole(target, bytes);
            return new Delivery.Delivered("written: " + name);
        } catch (IOException | StoreException e) {
            return new Delivery.Later(
                    "the folder cannot be written: " + e.getClass().getSimpleName(), Optional.empty());
        }
    }

    private void writeWhole(Path target, byte[] bytes) throws IOException {
        Path temporary = folder.resolve("." + target.getFileName() + ".part");
        FileModes.makeFile(temporary);
        FileModes.correctIfOurs(temporary); // what an earlier program left
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
