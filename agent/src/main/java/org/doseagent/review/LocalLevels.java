package org.doseagent.review;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.doseagent.dose.identity.ContentHash;
import org.doseagent.drl.yaml.FileName;
import org.doseagent.dose.PartDose;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.drl.level.TypicalValues;
import org.doseagent.drl.mapping.Categories;
import org.doseagent.drl.yaml.DrlException;
import org.doseagent.store.LocalLevelFiles;
import org.doseagent.store.LocalLevelFiles.Version;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.exams.PartDoses;

/**
 * The typical values of the site: medians of its own exams that a person has signed off. Each version is a file of levels; its author and hash are in
 * the audit, and a file that was changed after that is not used. Thread-safe.
 */
public final class LocalLevels {

    private final LocalLevelFiles files;
    private final PartDoses parts;
    private final DoseStore doses;

    public LocalLevels(LocalLevelFiles files, PartDoses parts, DoseStore doses) {
        this.files = files;
        this.parts = parts;
        this.doses = doses;
    }

    /**
     * What is frozen.
     *
     * @param from first day of the exams and {@code to} the last one; the values are for the exams after that
     * @param by the medical physics expert who signs off
     * @param expires first day on which the values are too old
     */
    public record Request(LocalDate from, LocalDate to, String by, LocalDate expires) {}

    /**
     * A version.
     *
     * @param isSigned the hash of the file is in the audit
     */
    public record Entry(DrlSet set, Path file, boolean isSigned) {}

    /**
     * What was frozen.
     *
     * @param refused categories whose values cannot be a level, such as a DLP that does not fit the CTDIvol
     */
    public record Frozen(Entry entry, TypicalValues values, Set<String> refused) {}

    /** Returns the versions that are used, the oldest first; each ends where the next one begins. */
    public List<DrlSet> active(Categories categories) throws DrlException {
        List<DrlSet> signed = new ArrayList<>();
        for (Entry entry : all(categories)) {
            if (entry.isSigned()) {
                signed.add(entry.set());
            }
        }
        List<DrlSet> active = new ArrayList<>();
        for (int i = 0; i < signed.size(); i++) {
            boolean isLast = i + 1 == signed.size();
            active.add(isLast ? signed.get(i) : signed.get(i).until(signed.get(i + 1).validFrom().orElseThrow()));
        }
        return active;
    }

    /** Returns every version, the oldest first. */
    public List<Entry> all(Categories categories) throws DrlException {
        List<Version> versions = files.all();
        Set<String> adopted = versions.isEmpty() ? Set.of() : doses.adoptedSets();
        List<Entry> entries = new ArrayList<>();
        for (Version version : versions) {
            DrlSet set = DrlSet.parse(version.text(), new FileName(String.valueOf(version.file().getFileName())), categories);
            entries.add(new Entry(set.adoptedBy(adopted), version.file(), adopted.contains(set.sha256())));
        }
        return entries;
    }

    /**
     * Freezes the medians of some exams as the next version.
     *
     * @param jurisdiction two letters of the country
     * @throws IllegalArgumentException if the days are none to freeze, or no group is large enough
     */
    public Frozen freeze(Request request, Categories categories, String jurisdiction, LocalDate today)
            throws DrlException {
        check(request, today);
        Map<String, List<PartDose>> byCategory = new HashMap<>();
        for (String category : parts.categories(request.from(), request.to())) {
            if (categories.find(category).isPresent()) {
                byCategory.put(category, parts.parts(category, request.from(), request.to()));
            }
        }
        TypicalValues.SignOff signOff = new TypicalValues.SignOff(
                files.all().size() + 1,
                jurisdiction,
                request.by(),
                request.from() + " to " + request.to(),
                today,
                request.to().plusDays(1),
                request.expires());
        Set<String> refused = refused(byCategory, categories, signOff);
        byCategory.keySet().removeAll(refused);
        TypicalValues values = TypicalValues.freeze(byCategory, categories, signOff);
        if (values.groups().isEmpty()) {
            throw new IllegalArgumentException("no group has enough exams in these days: " + TypicalValues.MIN_ADULTS
                    + " adults or " + TypicalValues.MIN_CHILDREN + " children of one category and phantom");
        }
        DrlSet set = DrlSet.parse(values.text(), new FileName(signOff.id()), categories);
        Path file = files.add(signOff.version(), values.text());
        doses.adopt(set.id(), new ContentHash(set.sha256()), request.by());
        return new Frozen(new Entry(set.adopted(), file, true), values, refused);
    }

    private static void check(Request request, LocalDate today) {
        if (request.from().isAfter(request.to()) || !request.to().isBefore(today)) {
            throw new IllegalArgumentException(
                    "--from " + request.from() + " --to " + request.to() + ": must be days before today, in their order");
        }
        if (!request.expires().isAfter(today)) {
            throw new IllegalArgumentException("--expires " + request.expires() + ": must be after today");
        }
        if (request.by().isBlank()) {
            throw new IllegalArgumentException("--by: must name the person who signs off");
        }
    }

    /** A file with one category shows whether its values can be levels; one strange category must not stop the others. */
    private static Set<String> refused(
            Map<String, List<PartDose>> byCategory, Categories categories, TypicalValues.SignOff signOff) {
        Set<String> refused = new TreeSet<>();
        byCategory.forEach((category, own) -> {
            TypicalValues values = TypicalValues.freeze(Map.of(category, own), categories, signOff);
            if (!values.groups().isEmpty() && !isReadable(values.text(), categories)) {
                refused.add(category);
            }
        });
        return refused;
    }

    private static boolean isReadable(String text, Categories categories) {
        try {
            return !DrlSet.parse(text, new FileName("typical values"), categories).rows().isEmpty();
        } catch (DrlException e) {
            return false; // the category is reported as refused
        }
    }
}
