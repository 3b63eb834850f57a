package org.doseagent.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Turns a file, overrides and the environment into {@link Settings}. */
public final class ConfigLoader {

    private ConfigLoader() {}

    /**
     * Loads the settings.
     *
     * @param overrides value by dotted key; an override takes precedence over the file
     * @throws ConfigException with all problems
     */
    public static Settings load(Path file, Map<String, String> overrides, Map<String, String> environment)
            throws ConfigException {
        return read(file, overrides, environment, new LinkedHashMap<>());
    }

    /**
     * Returns every key with its effective value. Paths are absolute, and secrets are masked.
     *
     * @throws ConfigException with all problems
     */
    public static Map<String, String> inForce(Path file, Map<String, String> overrides, Map<String, String> environment)
            throws ConfigException {
        Map<String, String> values = new LinkedHashMap<>();
        read(file, overrides, environment, values);
        return values;
    }

    private static Settings read(
            Path file, Map<String, String> overrides, Map<String, String> environment, Map<String, String> inForce)
            throws ConfigException {
        Folders folders = Folders.of(file);
        ConfigTree tree = new ConfigTree(ConfigSource.read(file, overrides), folders.own(), environment);
        Settings settings = settings(tree, folders);
        tree.refuseUnknown();
        if (!tree.problems().isEmpty()) {
            throw new ConfigException(tree.problems());
        }
        tree.inForce().forEach((key, value) -> {
            if (!key.matches(".*\\.\\d+(\\..*)?")) {
                inForce.put(key, value);
            }
        });
        return settings;
    }

    static Settings settings(ConfigTree tree, Folders folders) {
        StoreReader store = new StoreReader(tree);
        Settings.Network network = new NetworkReader(tree, folders).read();
        return new Settings(
                store.store(folders, network.dicom().limits().maxObjectBytes()),
                network,
                store.intake(network.dicom().limits().maxObjectBytes()),
                LevelFilesReader.read(tree, folders),
                new ReviewReader(tree, folders).read(),
                new ReleaseReader(tree).read(),
                new ForwardReader(tree, folders).read(),
                new NotifyReader(tree).read());
    }
}
