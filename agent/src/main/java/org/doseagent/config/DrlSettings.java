package org.doseagent.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code drl}: the files of categories, mapping, sets and rule packs, and how groups are compared. */
final class DrlSettings {

    private static final List<String> SETS =
            List.of("drl/uk-ndrl-2022.yaml", "drl/eu-euclid-rp195.yaml", "drl/eu-pidrl-rp185.yaml");

    private DrlSettings() {}

    static Settings.Drl read(ConfigTree tree, Folders folders) {
        return new Settings.Drl(
                categories(tree, folders),
                files(tree, folders, "drl.mapping", List.of("mapping.yaml")),
                files(tree, folders, "drl.sets", SETS),
                files(tree, folders, "drl.rules", List.of()),
                tree.decimal("drl.farAboveMultiple", "2", "1", "99"),
                tree.integer("drl.lastN", 100, 20, 10_000),
                tree.decimal("drl.farBelowFraction", "0.5", "0", "0.99"));
    }

    private static Path categories(ConfigTree tree, Folders folders) {
        String key = "drl.categories";
        String written = tree.text(key, "categories.yaml", ".*\\S.*", "must be a file");
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
