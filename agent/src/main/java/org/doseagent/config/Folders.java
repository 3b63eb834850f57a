package org.doseagent.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where relative paths start. Paths in the configuration start at its folder; defaults resolve to the shipped files.
 *
 * @param own the folder of the configuration file: levels, mapping and secrets that it names
 * @param base the folder above {@code config/}, else {@code own}: the data that it names
 */
record Folders(Path own, Path base) {

    /** The folder of the configuration of an installed agent, and below it that of its data. */
    private static final Path ETC = Path.of("/etc/dose-agent");

    private static final Path VAR = Path.of("/var/lib/dose-agent");

    /** A file that every folder of shipped files contains. */
    private static final String MARK = "categories.yaml";

    /** Maximum number of steps from the classes or the jar up to the folder with {@code config/}. */
    private static final int MAX_STEPS_UP = 4;

    static Folders of(Path file) {
        Path own = Optional.ofNullable(file.toAbsolutePath().normalize().getParent())
                .orElse(Path.of("/"));
        return new Folders(
                own,
                own.endsWith("config") ? Optional.ofNullable(own.getParent()).orElse(own) : own);
    }

    /** Returns a data folder; the default is beside the configuration, or in /var for a configuration in /etc. */
    Path data(ConfigTree tree, String key, String name) {
        Path start = !tree.isWritten(key) && own.startsWith(ETC) ? VAR : base;
        String text = tree.text(key, "./" + name, "[^\\x00]*[^\\x00\\s][^\\x00]*", "must be a folder");
        Path folder = start.resolve(text).normalize();
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            tree.problem(key, text, "must be a folder; " + folder + " is a file");
        }
        return tree.keep(key, folder);
    }

    /** Returns a file of levels or rules. Its text is read later, but it must exist. */
    Path file(ConfigTree tree, String key, String written) {
        try {
            Path file = own.resolve(written).normalize();
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                tree.problem(key, written, "the file must be readable; looked for at " + file);
            }
            return file;
        } catch (InvalidPathException e) {
            tree.problem(key, written, "must be a file");
            return own;
        }
    }

    /** Returns a file of keys or certificates. Whether it can be read matters only to who uses it. */
    Path ofKey(ConfigTree tree, String key, String written) {
        try {
            return own.resolve(written).normalize();
        } catch (InvalidPathException e) {
            tree.problem(key, written, "must be a file");
            return own;
        }
    }

    /** Returns a default file: the one in the folder of the configuration if it exists, otherwise the shipped one. */
    Path shipped(ConfigTree tree, String key, String name) {
        List<Path> tried = Stream.concat(Stream.of(own), shippedFolders().stream())
                .map(folder -> folder.resolve(name))
                .toList();
        Optional<Path> found = tried.stream().filter(Files::isReadable).findFirst();
        if (found.isEmpty()) {
            tree.problem(
                    key,
                    "",
                    "is not written, and the program's own " + name + " is not found; looked for at "
                            + String.join(
                                    ", ", tried.stream().map(Path::toString).toList()));
        }
        return found.orElse(own.resolve(name));
    }

    private static List<Path> shippedFolders() {
        List<Path> folders = new ArrayList<>();
        Optional.ofNullable(System.getProperty("dose-agent.home"))
                .ifPresent(home -> folders.add(Path.of(home, "config")));
        aboveProgram().ifPresent(folders::add);
        folders.add(Path.of("/usr/share/dose-agent/config"));
        folders.add(ETC);
        return folders.stream().distinct().toList();
    }

    private static Optional<Path> aboveProgram() {
        CodeSource code = Folders.class.getProtectionDomain().getCodeSource();
        if (code == null || code.getLocation() == null) {
            return Optional.empty();
        }
        try {
            URI location = code.getLocation().toURI();
            return Stream.iterate(Optional.of(Path.of(location)), step -> step.map(Path::getParent))
                    .limit(1 + MAX_STEPS_UP)
                    .flatMap(Optional::stream)
                    .map(folder -> folder.resolve("config"))
                    .filter(folder -> Files.isReadable(folder.resolve(MARK)))
                    .findFirst();
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
