package org.doseagent.testdata;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Random;
import org.doseagent.dose.AcquisitionType;
import org.doseagent.dose.Code;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.Exam;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.PatientFacts;

/**
 * A year of normal exams of a department that is within its levels, with a fixed seed: log-normal CTDIvol whose 75th percentile is a published
 * level (RP 195, RP 185, UK 2022), and a standard deviation of the logarithm of 0.35, which is wide for one department. The level of the perfusion
 * run is an assumption.
 */
final class NormalYear {

    static final int EXAMS = 30_000;

    private static final double SPREAD = 0.35;

    /** The quantile of the normal distribution at 75 %. */
    private static final double P75 = 0.6745;

    /** A kind of exam: how many of 1,000 exams are of it, and the level of its CTDIvol. */
    private record Kind(String name, String region, int perThousand, double level, int phantomCm, Ages ages) {}

    /** Ages in months, the second one exclusive. */
    private record Ages(int from, int to) {}

    private static final Ages ADULT = new Ages(216, 1080);

    private static final List<Kind> KINDS = List.of(
            new Kind("CT Head", "T-D1100", 270, 48, 16, ADULT),
            new Kind("CT Brain Perfusion", "T-A0100", 10, 250, 16, ADULT),
            new Kind("CTA Head Neck", "T-45010", 30, 30, 16, ADULT),
            new Kind("CT Sinus", "T-22000", 30, 12, 16, ADULT),
            new Kind("CT Cervical Spine", "T-11501", 40, 17, 32, ADULT),
            new Kind("CT Lumbar Spine", "T-11503", 20, 25, 32, ADULT),
            new Kind("CT Chest", "T-D3000", 210, 8.5, 32, ADULT),
            new Kind("CT Pulmonary Embolism", "T-44000", 60, 9.1, 32, ADULT),
            new Kind("CT Coronary Angiography", "T-43000", 20, 25, 32, ADULT),
            new Kind("CT Abdomen Pelvis", "R-FAB57", 200, 10, 32, ADULT),
            new Kind("CT Chest Abdomen Pelvis", "R-FAB56", 60, 12, 32, ADULT),
            new Kind("CT Knee", "T-D9200", 10, 15, 32, ADULT),
            new Kind("CT Head", "T-D1100", 2, 24, 16, new Ages(0, 3)),
            new Kind("CT Head", "T-D1100", 2, 28, 16, new Ages(3, 12)),
            new Kind("CT Head", "T-D1100", 6, 40, 16, new Ages(12, 72)),
            new Kind("CT Head", "T-D1100", 10, 50, 16, new Ages(72, 216)),
            new Kind("CT Chest", "T-D3000", 8, 3.7, 32, new Ages(12, 216)),
            new Kind("CT Abdomen Pelvis", "R-FAB57", 12, 7.3, 32, new Ages(12, 216)));

    private NormalYear() {}

    static List<Exam> exams() {
        Random random = new Random(20261125);
        int all = KINDS.stream().mapToInt(Kind::perThousand).sum();
        return random.ints(EXAMS, 0, all).mapToObj(at -> exam(kind(at), random)).toList();
    }

    private static Kind kind(int at) {
        int end = 0;
        for (Kind kind : KINDS) {
            end += kind.perThousand();
            if (at < end) {
                return kind;
            }
        }
        throw new IllegalArgumentException("" + at);
    }

    private static Exam exam(Kind kind, Random random) {
        double ctdiVol = kind.level() * Math.exp(SPREAD * (random.nextGaussian() - P75));
        int months = kind.ages().from()
                + random.nextInt(kind.ages().to() - kind.ages().from());
        return exam(kind.name(), kind.region(), months, ctdiVol, kind.phantomCm());
    }

    private static Exam exam(String name, String region, int months, double ctdiVol, int phantomCm) {
        BigDecimal value = BigDecimal.valueOf(ctdiVol).setScale(2, RoundingMode.HALF_UP);
        IrradiationEvent event = Exams.event("1.2.3", name, value.toString(), phantomCm, value + "0");
        boolean isRun = name.contains("Perfusion");
        return Exams.exam(
                "p",
                PatientFacts.daysOfMonths(months),
                name,
                IrradiationEvent.builder(event.key())
                        .protocol(name)
                        .acquisitionType(isRun ? AcquisitionType.STATIONARY : AcquisitionType.SPIRAL)
                        .role(EventRole.DIAGNOSTIC)
                        .targetRegion(new Code(region, "SRT", ""))
                        .dose(event.dose())
                        .build());
    }

    /** Exams that must not pass: the dangerous values of real accidents and of mistyped protocols. */
    static List<Exam> dangerous() {
        return List.of(
                exam("CT Head", "T-D1100", 600, 400, 16),
                exam("CT Head", "T-D1100", 60, 150, 16),
                exam("CT Head", "T-D1100", 1, 90, 16),
                exam("CT Brain Perfusion", "T-A0100", 600, 4000, 16),
                exam("CT Chest", "T-D3000", 600, 120, 32),
                exam("CT Abdomen Pelvis", "R-FAB57", 24, 40, 32),
                exam("CT Knee", "T-D9200", 600, 200, 16),
                exam("Spezialprogramm 7", "", 600, 400, 16));
    }
}
