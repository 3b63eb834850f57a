package org.doseagent.aggregate.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.doseagent.aggregate.cells.CalendarPeriod;
import org.doseagent.aggregate.cells.Canonical;
import org.doseagent.aggregate.cells.Cell;
import org.doseagent.aggregate.cells.CellJson;
import org.doseagent.aggregate.cells.CellKey;
import org.doseagent.aggregate.cells.Contribution;
import org.doseagent.aggregate.cells.Leaf;
import org.doseagent.aggregate.cells.Tabulation;
import org.doseagent.dose.identity.KeyedHash;

/** Computes a release a second time, from the exams in the store and the leaves in the ledger, and compares the bytes. Pure, immutable. */
public final class Verifier {

    private final KeyedHash hash;
    private final Signer.PublicKeyText key;

    /** {@code hash} is that of the leaves in the ledger, {@code key} the one that the site signs with. */
    public Verifier(KeyedHash hash, Signer.PublicKeyText key) {
        this.hash = hash;
        this.key = key;
    }

    /**
     * What the ledger and the site know of a release beside its document.
     *
     * @param facility the pseudonym of the site
     * @param supersedes the submission id of the release before, of the same month
     * @param rules the {@link Releaser#RULES} under which the month was first released
     */
    public record Expected(String facility, Optional<String> supersedes, int rules) {}

    /**
     * The result of verifying one release.
     *
     * @param broken what does not fit, because the release or the ledger was changed
     * @param gone what cannot be computed again, because exams were purged or changed since; the numbers then rest on the signed ledger alone
     */
    public record Result(List<String> broken, List<String> gone) {
        public Result {
            broken = List.copyOf(broken);
            gone = List.copyOf(gone);
        }
    }

    /**
     * Verifies a release.
     *
     * @param now the exams of the period as the store has them today
     */
    public Result verify(Release release, Expected expected, Tabulation now) {
        List<String> broken = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        byte[] json = release.json();
        ObjectNode document = Canonical.parse(json);
        if (release.cells().isEmpty() && !document.has("sequence")) {
            return new Result(List.of(), List.of("released before the ledger kept cells and signatures"));
        }
        if (!Signer.isSigned(document)) {
            broken.add("the signature does not fit the document");
        } else if (!key.hasSigned(document)) {
            broken.add("the document is signed by another key than that of the site");
        }
        broken.addAll(Document.differences(document, release.document(), expected));
        Map<Leaf, Contribution> stored = now.contributions().stream()
                .collect(Collectors.toMap(Contribution::leaf, each -> each, (first, second) -> first));
        Map<CellKey, String> made = new TreeMap<>();
        for (ReleasedCell cell : release.cells()) {
            if (!Releaser.root(cell.leaves()).equals(cell.merkleRoot())) {
                broken.add("the exams in the ledger do not fit the Merkle root of cell "
                        + cell.key().text());
            }
            List<Contribution> counted = cell.leaves().stream()
                    .filter(stored::containsKey)
                    .map(stored::get)
                    .toList();
            int missing = cell.leaves().size() - counted.size();
            if (missing > 0) {
                gone.add(missing + " exams of cell " + cell.key().text() + " are no longer in the store or changed");
                made.put(cell.key(), cell.json());
            } else {
                made.put(cell.key(), recomputed(release.document().period(), cell, counted, expected.rules()));
            }
        }
        if (!Arrays.equals(withCells(document, made), json)) {
            broken.add("the release computed again from the store differs from the one that left");
        }
        return new Result(broken, gone);
    }

    private String recomputed(CalendarPeriod period, ReleasedCell cell, List<Contribution> counted, int rules) {
        DisclosureControl rounding = rules == Releaser.RULES
                ? new DisclosureControl(DisclosureControl.Thresholds.DEFAULT)
                : DisclosureControl.ofEarlierPrograms();
        DisclosureControl control = cell.epsilon().signum() == 0
                ? rounding
                : rounding.with(new DifferentialPrivacy(cell.epsilon(), cell.epsilon()));
        Cell numbers = Releaser.cell(
                control,
                new Releaser.Draw(period, cell.fromSequence(), hash),
                new Candidate(cell.key(), counted),
                CellJson.levels(cell.json()));
        return CellJson.withNumbers(cell.json(), numbers);
    }

    private static byte[] withCells(ObjectNode document, Map<CellKey, String> cells) {
        ObjectNode made = document.deepCopy();
        ArrayNode array = made.putArray("cells");
        cells.values().forEach(cell -> array.add(Canonical.parse(cell)));
        return Canonical.bytes(made);
    }
}
