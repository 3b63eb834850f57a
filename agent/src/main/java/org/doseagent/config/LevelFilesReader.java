package org.doseagent.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the names of the files under {@code drl}: categories, mapping, sets and rule packs. */
final class LevelFilesReader {

    private static final List<String> SETS =
            List.of("drl/uk-ndrl-2022.yaml", "drl/eu-euclid-rp195.yaml", "drl/eu-pidrl-rp185.yaml");

    private LevelFilesReader() {}

    static Settings.LevelFiles read(ConfigTree tree, Folders folders) {
        return new Settings.LevelFiles(
                one(tree, folders, "drl.categories", "categories.yaml"),
                files(tree, folders, "drl.mapping", List.of("mapping.yaml")),
                files(tree, folders, "drl.sets", SETS),
                files(tree, folders, "drl.rules", List.of()),
                one(tree, folders, "drl.tripwire", "rules/tripwire.yaml"));
    }

    private static Path one(ConfigTree tree, Folders folders, String key, String fallback) {
        String written = tree.text(key, fallback, ".*\\S.*", "must be a file");
        return tree.keep(
                key, tree.isWritten(key) ? folders.file(tree, key, written) : folders.shipped(tree, key, written));
    }

    private static List<Path> files(ConfigTree tree, Folders folders, String key, List<String> fallback) {
        if (!tree.isWritten(key)) {
            return tree.keep(
                    key,
                    tree.texts(key, fallback).stream()
                            .map(name -> folders.shipped(tree, key, name))
                            .toList());
        }
        List<Path> files = new ArrayList<>();
        List<String> names = tree.texts(key, fallback);
        for (int i = 0; i < names.size(); i++) {
            files.add(folders.file(tree, key + "." + i, names.get(i)));
        }
        return tree.keep(key, files);
    }
}
