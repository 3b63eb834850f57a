package org.doseagent.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the names of the files under {@code drl}: categories, mapping, sets and rule packs. */
final class LevelFilesReader {

    private LevelFilesReader() {}

    static Settings.LevelFiles read(ConfigTree tree, Folders folders) {
        List<String> sets = tree.texts("drl.sets", List.of(CountrySets.AUTO));
        return new Settings.LevelFiles(
                one(tree, folders, "drl.categories", "categories.yaml"),
                files(tree, folders, "drl.mapping", List.of("mapping.yaml")),
                sets(tree, folders, sets),
                files(tree, folders, "drl.rules", List.of()),
                one(tree, folders, "drl.tripwire", "rules/tripwire.yaml"),
                sets.contains(CountrySets.AUTO) ? Optional.of(CountrySets.choice(country(tree))) : Optional.empty());
    }

    private static String country(ConfigTree tree) {
        return tree.text("site.country", "XX", "[A-Z]{2}", "must be a two-letter country code");
    }

    /** Replaces "auto" in the list by the sets of the country. */
    private static List<Path> sets(ConfigTree tree, Folders folders, List<String> names) {
        String key = "drl.sets";
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equals(CountrySets.AUTO)) {
                CountrySets.files(country(tree)).forEach(name -> files.add(folders.shipped(tree, key, name)));
            } else {
                files.add(folders.file(tree, key + "." + i, names.get(i)));
            }
        }
        return tree.keep(key, files);
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
