package org.doseagent.aggregate.attack;

import java.util.ArrayList;
import java.util.List;
import org.doseagent.aggregate.cells.Target;
import org.doseagent.aggregate.control.DisclosureControl;

/**
 * Tries what an attacker would on everything that ever left, with the store as the truth: what an attacker could only suspect, this knows.
 * It shares no rule with {@link DisclosureControl}; its thresholds are its own. Pure.
 */
public final class Attack {

    /** The fewest exams that anything published, or the difference of two publications, may be about. */
    static final int FLOOR = 20;

    static final int FLOOR_PATIENTS = 10;

    /**
     * One way in.
     *
     * @param looked how many values, cells or pairs were tried
     * @param got what came out; empty when nothing did
     */
    public record Attempt(String name, String tried, int looked, List<String> got) {
        public Attempt {
            got = List.copyOf(got);
        }
    }

    /** Collects what one way in gives. */
    static final class Loot {
        private int looked;
        private final List<String> got = new ArrayList<>();

        void look() {
            looked++;
        }

        void found(String what) {
            got.add(what);
        }

        Attempt attempt(String name, String tried) {
            return new Attempt(name, tried, looked, got);
        }
    }

    private Attack() {}

    /** Runs every attack on the history, in any order of its documents. */
    public static List<Attempt> run(List<Published> history, Truth truth) {
        List<Target> targets =
                history.stream().map(each -> Target.of(each, truth)).toList();
        return List.of(
                VerbatimAttack.run(targets),
                TimeAttack.run(targets),
                PartitionAttack.run(targets),
                CorrectionAttack.run(targets),
                DominanceAttack.run(targets),
                SmallCountAttack.run(targets),
                RareDeviceAttack.run(targets),
                IdentifierAttack.run(targets, truth),
                MetadataAttack.run(targets));
    }
}
