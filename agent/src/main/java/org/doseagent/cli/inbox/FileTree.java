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

/**
 * Lists the files below the paths that a user names, in order. It follows links within a named folder; one that leads out of it, or back to
 * a folder above it, is reported and left out.
 */
final class FileTree extends SimpleFileVisitor<Path> {

    private final List<Path> files = new ArrayList<>();
    private final Path root;
    private final Consumer<String> report;

    private FileTree(Path root, Consumer<String> report) {
        this.root = root;
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
            FileTree tree = new FileTree(path.toRealPath(), report);
            Files.walkFileTree(path, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, tree);
            Collections.sort(tree.files);
            all.addAll(tree.files);
        }
        return all;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
        return isWithin(folder) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        if (attributes.isRegularFile() && isWithin(file)) {
            files.add(file);
        }
        return FileVisitResult.CONTINUE;
    }

    /** Whoever may write into a folder must not choose other files of the machine. */
    private boolean isWithin(Path path) throws IOException {
        boolean isWithin = !Files.isSymbolicLink(path) || path.toRealPath().startsWith(root);
        if (!isWithin) {
            report.accept(path + ": left out: the link leads out of the folder");
        }
        return isWithin;
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
