package org.doseagent.aggregate.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.doseagent.aggregate.cells.CalendarPeriod;
import org.doseagent.aggregate.cells.Canonical;
import org.doseagent.aggregate.cells.Cell;
import org.doseagent.aggregate.cells.CellJson;
import org.doseagent.aggregate.cells.CellKey;
import org.doseagent.aggregate.cells.Leaf;
import org.doseagent.aggregate.cells.Level;
import org.doseagent.aggregate.cells.Reference;
import org.doseagent.aggregate.cells.Tabulation;
import org.doseagent.dose.Percentiles;
import org.doseagent.dose.identity.KeyedHash;

/**
 * Makes the document of a period from its exams and its earlier releases. The same exams, rules, history and site give the same
 * bytes, signature included. Pure, immutable.
 */
public final class Releaser {

    /**
     * The version of rounding, partition and hashes, which the ledger keeps with each release. A month that was released under version 1 is
     * verified with those rules and not corrected any more.
     */
    public static final int RULES = 2;

    private final DisclosureControl control;
    private final Origin origin;
    private final Signer signer;
    private final KeyedHash hash;

    public Releaser(DisclosureControl control, Origin origin, Signer signer, KeyedHash hash) {
        this.control = control;
        this.origin = origin;
        this.signer = signer;
        this.hash = hash;
    }

    /** Returns the signer of the site. */
    public Signer signer() {
        return signer;
    }

    /**
     * Decides what closing a period releases and withholds.
     *
     * <p>A period that was released under another control is never corrected: the new document would claim a control that its older cells do not
     * have.
     *
     * @param createdAt the day that the document names
     */
    public Decision decide(CalendarPeriod period, Tabulation tabulation, History history, LocalDate createdAt) {
        Partition partition = Partition.of(tabulation, control);
        if (history.latest().isPresent()
                && !isCorrectable(history, history.latest().get())) {
            return new Decision(Optional.empty(), false, partition.withheld());
        }
        Selection.Choice choice = new Selection(tabulation, partition, history, control).choose();
        List<Withheld> withheld = new ArrayList<>(partition.withheld());
        withheld.addAll(choice.withheld());
        withheld.sort(Comparator.comparing(Withheld::key));
        boolean isNews = choice.isNews(history.latestCells());
        if (history.latest().isPresent() && !isNews) {
            return new Decision(Optional.empty(), false, withheld);
        }
        Document.Head head = new Document.Head(
                period,
                history.latest().map(ReleasedDocument::sequence).orElse(0) + 1,
                history.latest().map(ReleasedDocument::submissionId),
                createdAt.toString(),
                coverage(tabulation, history));
        return new Decision(Optional.of(release(head, choice, tabulation.reference(), history)), isNews, withheld);
    }

    /** A correction keeps the coverage of the first release, so that it discloses nothing about the exams that changed. */
    private static int coverage(Tabulation tabulation, History history) {
        return history.latest()
                .map(latest -> Document.mappedPercent(Canonical.parse(latest.json())))
                .orElseGet(() -> DisclosureControl.coverageBand(tabulation.mappedPercent()));
    }

    private boolean isCorrectable(History history, ReleasedDocument latest) {
        return history.rules() == RULES && Document.isUnderControl(Canonical.parse(latest.json()), control);
    }

    private Release release(Document.Head head, Selection.Choice choice, Reference reference, History history) {
        TreeMap<CellKey, ReleasedCell> cells = new TreeMap<>();
        Set<Level.DrlSetId> sets = new HashSet<>();
        Draw draw = new Draw(head.period(), head.sequence(), hash);
        for (Candidate candidate : choice.fresh()) {
            Cell cell = cell(control, draw, candidate, reference.levels());
            cell.aboveDrl().forEach(each -> sets.add(each.set()));
            cells.put(candidate.key(), fresh(candidate, head.sequence(), cell, reference));
        }
        choice.carried().forEach(cell -> cells.put(cell.key(), cell.carriedInto(head.sequence())));
        sets.addAll(setsOf(choice.carried(), history));
        ObjectNode document = Document.write(head, origin, control, sorted(sets));
        ArrayNode array = (ArrayNode) document.path("cells");
        cells.values().forEach(cell -> array.add(Canonical.parse(cell.json())));
        Document.identify(document);
        return new Release(
                new ReleasedDocument(
                        head.period(),
                        head.sequence(),
                        document.path("submissionId").asText(),
                        Canonical.bytes(signer.signed(document))),
                List.copyOf(cells.values()));
    }

    private ReleasedCell fresh(Candidate candidate, int sequence, Cell cell, Reference reference) {
        return new ReleasedCell(
                sequence,
                sequence,
                candidate.key(),
                CellJson.write(
                        cell, reference.codes().getOrDefault(candidate.key().category(), List.of())),
                root(candidate.leaves()),
                control.privacy().map(DifferentialPrivacy::epsilonPerCell).orElse(BigDecimal.ZERO),
                candidate.leaves());
    }

    static String root(Set<Leaf> leaves) {
        return MerkleTree.root(leaves.stream().map(Leaf::value).toList());
    }

    /** What the noise depends on besides the cell. */
    record Draw(CalendarPeriod period, int sequence, KeyedHash hash) {}

    static Cell cell(DisclosureControl control, Draw draw, Candidate candidate, List<Level> levels) {
        Quantiles quantiles = control.privacy()
                .<Quantiles>map(privacy -> new ExponentialQuantiles(
                        privacy,
                        candidate.key().quantity(),
                        new Noise(draw.hash()
                                .ofTexts(
                                        "dose-agent aggregate noise",
                                        draw.period().toString(),
                                        Integer.toString(draw.sequence()),
                                        candidate.key().text(),
                                        root(candidate.leaves())))))
                .orElse(Percentiles::of);
        return control.cell(candidate.key(), candidate.counted(), quantiles, levels);
    }

    /** A cell that is carried over has only the ids of its sets; the newest document has their jurisdictions and hashes. */
    private static Set<Level.DrlSetId> setsOf(List<ReleasedCell> carried, History history) {
        Set<String> ids = carried.stream()
                .flatMap(cell -> CellJson.levels(cell.json()).stream())
                .map(level -> level.set().id())
                .collect(Collectors.toSet());
        Set<Level.DrlSetId> sets = new HashSet<>();
        history.latest().ifPresent(latest -> {
            for (JsonNode set : Canonical.parse(latest.json()).path("drlSets")) {
                if (ids.contains(set.path("id").asText())) {
                    sets.add(new Level.DrlSetId(
                            set.path("id").asText(),
                            set.path("jurisdiction").asText(),
                            set.path("sha256").asText()));
                }
            }
        });
        return sets;
    }

    private static List<Level.DrlSetId> sorted(Set<Level.DrlSetId> sets) {
        return sets.stream()
                .sorted(Comparator.comparing(Level.DrlSetId::id).thenComparing(Level.DrlSetId::sha256))
                .toList();
    }
}
