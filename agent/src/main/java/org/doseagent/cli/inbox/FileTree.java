package org.doseagent.cli.inbox;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;
import org.doseagent.cli.NotFoundException;

/** Lists the files below the paths that a user names, in order. It follows links, and reports and skips one that leads back to a folder above it. */
final class FileTree extends SimpleFileVisitor<Path> {

    private final List<Path> files = new ArrayList<>();
    private final Consumer<String> report;

    private FileTree(Consumer<String> report) {
        this.report = report;
    }

    /**
     * Returns the files.
     *
     * @param report takes a line on each folder or link that cannot be followed
     * @throws NotFoundException if one of {@code paths} does not exist
     */
    static List<Path> of(List<Path> paths, Consumer<String> report) throws IOException, NotFoundException {
        List<Path> all = new ArrayList<>();
        for (Path path : paths) {
            if (!Files.exists(path)) {
                throw new NotFoundException(path + " does not exist");
            }
            FileTree tree = new FileTree(report);
            Files.walkFileTree(path, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, tree);
            Collections.sort(tree.files);
            all.addAll(tree.files);
        }
        return all;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isRegularFile()) {
            files.add(file);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
        report.accept(file + ": left out: " + reason(e));
        return FileVisitResult.CONTINUE;
    }

    /** Returns why a file cannot be read, because the message of such an exception is only the name of the file. */
    static String reason(IOException e) {
        if (e instanceof FileSystemLoopException) {
            return "the link leads back to a folder above it";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "does not exist";
        }
        return String.valueOf(e.getMessage());
    }
}
