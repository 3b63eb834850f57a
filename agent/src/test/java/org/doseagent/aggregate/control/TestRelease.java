package org.doseagent.aggregate.control;

import java.math.BigDecimal;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doseagent.aggregate.cells.Admission;
import org.doseagent.aggregate.cells.CalendarPeriod;
import org.doseagent.aggregate.cells.Inventory;
import org.doseagent.aggregate.cells.PartitionScheme;
import org.doseagent.aggregate.cells.Reference;
import org.doseagent.aggregate.cells.Tabulation;
import org.doseagent.aggregate.cells.Tabulator;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.KeyedHash;

/** A small site: releases periods and remembers them as closer and ledger do, without a database. */
public final class TestRelease {

    public static final CalendarPeriod OCTOBER = CalendarPeriod.of(YearMonth.of(2026, 10));
    public static final Origin ORIGIN = new Origin("0123456789abcdef0123456789abcdef", "IE", "1.0", "abc");
    public static final KeyedHash HASH = new KeyedHash(new byte[32]);
    public static final DisclosureControl CONTROL = new DisclosureControl(DisclosureControl.Thresholds.DEFAULT);
    public static final Signer SIGNER = new Signer(keys());

    /** The key of {@link #SIGNER}. */
    public static final Signer.PublicKeyText KEY = new Signer.PublicKeyText(SIGNER.publicKey());

    /** What ledger and site know of a first release. */
    static final Verifier.Expected FIRST = new Verifier.Expected(ORIGIN.facility(), Optional.empty(), Releaser.RULES);

    private final DisclosureControl control;
    private final Inventory inventory;
    private final Reference reference;
    private Admission admission = Admission.ALL;
    private final Map<CalendarPeriod, History> ledger = new HashMap<>();
    public final List<Release> released = new ArrayList<>();

    public TestRelease(DisclosureControl control, Inventory inventory, Reference reference) {
        this.control = control;
        this.inventory = inventory;
        this.reference = reference;
    }

    /** Counts only some exams from now on; returns this. */
    public TestRelease admitting(Admission some) {
        admission = some;
        return this;
    }

    /** Returns the bytes of a release of a period with these exams, without remembering it. */
    public byte[] draft(CalendarPeriod period, List<AssessedExam> exams) {
        return decide(period, exams).release().orElseThrow().json();
    }

    /** Returns a document with a signature of the site. */
    public static byte[] signed(com.fasterxml.jackson.databind.node.ObjectNode document) {
        return org.doseagent.aggregate.cells.Canonical.bytes(SIGNER.signed(document));
    }

    static TestRelease usual() {
        return new TestRelease(CONTROL, Inventory.NONE, Reference.NONE);
    }

    static DisclosureControl withPrivacy(String epsilonPerCell, String epsilonPerPeriod) {
        return CONTROL.with(new DifferentialPrivacy(new BigDecimal(epsilonPerCell), new BigDecimal(epsilonPerPeriod)));
    }

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    Partition partition(List<AssessedExam> exams) {
        return Partition.of(tabulate(exams), control);
    }

    Tabulation tabulate(List<AssessedExam> exams) {
        int year = exams.stream()
                .flatMap(exam -> exam.exam().study().studyDateTime().stream())
                .mapToInt(java.time.LocalDateTime::getYear)
                .max()
                .orElse(OCTOBER.year());
        PartitionScheme scheme = control.has(Rule.FIXED_PARTITION) && control.has(Rule.RARE_DEVICE)
                ? PartitionScheme.of(inventory, year, false)
                : PartitionScheme.FINEST;
        return new Tabulator(
                        inventory,
                        new Tabulator.Counting(admission, scheme, java.util.function.UnaryOperator.identity()),
                        HASH)
                .tabulate(exams, reference);
    }

    /** Closes a period and remembers what left. */
    public Decision close(CalendarPeriod period, List<AssessedExam> exams) {
        Decision decision = decide(period, exams);
        if (decision.isDue()) {
            remember(decision.release().orElseThrow());
        }
        return decision;
    }

    Decision decide(CalendarPeriod period, List<AssessedExam> exams) {
        return new Releaser(control, ORIGIN, SIGNER, HASH)
                .decide(
                        period,
                        tabulate(exams),
                        history(period),
                        LocalDate.of(2026, 11, 15)
                                .plusDays(history(period).cells().size()));
    }

    History history(CalendarPeriod period) {
        return ledger.getOrDefault(period, History.NONE);
    }

    /** Returns the cells of all releases of a period. */
    public List<ReleasedCell> cells(CalendarPeriod period) {
        return history(period).cells();
    }

    List<ReleasedCell> cellsOf(Release release) {
        return history(release.document().period()).cellsOf(release.document().sequence());
    }

    /** Returns when the first release of a period is made. */
    public static Instant releasedAt(CalendarPeriod period) {
        return period.end().plusDays(15).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    private void remember(Release release) {
        released.add(release);
        CalendarPeriod period = release.document().period();
        List<ReleasedCell> cells = new ArrayList<>(history(period).cells());
        cells.addAll(release.cells());
        ledger.put(period, new History(Optional.of(release.document()), cells, releasedAt(period), Releaser.RULES));
    }
}
