package org.doseagent.drl.cause;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The ratio of the DLP of a part to the typical DLP of comparable exams, and its causes.
 *
 * <p>Each cause is the value of the exam divided by the median of the others. Medians of several values are not of one exam, so that the causes
 * multiply to the ratio only up to {@code unexplained}.
 *
 * @param causes by factor, the largest first; what changes the DLP by less than {@link #SMALLEST} is left out
 * @param unknown what could be a cause and is not known, in sentences
 */
public record Explanation(
        double ratio,
        double dlpMGyCm,
        double typicalDlpMGyCm,
        List<Cause> causes,
        double unexplained,
        List<String> unknown) {

    /** A cause of 5 % is within what one patient differs from another; our choice. */
    private static final double SMALLEST = 1.05;

    /** Scanners set the tube potential in steps of 10 or 20 kV; means of several scans may differ by less. */
    private static final double SAME_KVP = 3;

    public Explanation {
        causes = List.copyOf(causes);
        unknown = List.copyOf(unknown);
    }

    /** Explains an exam by others, of which there must be at least one. */
    public static Explanation of(PartProfile exam, List<PartProfile> others) {
        return new Split(exam, others).explanation();
    }

    /** The split of one exam. */
    private static final class Split {
        private final PartProfile exam;
        private final List<PartProfile> others;
        private final List<Cause> causes = new ArrayList<>();
        private final List<String> unknown = new ArrayList<>();

        Split(PartProfile exam, List<PartProfile> others) {
            this.exam = exam;
            this.others = others;
        }

        Explanation explanation() {
            lengthPhasesRepeats();
            ctdiVol();
            double typical = PartProfile.medianOf(others, PartProfile::dlpMGyCm);
            double ratio = exam.dlpMGyCm() / typical;
            double product = causes.stream().mapToDouble(Cause::factor).reduce(1, (one, other) -> one * other);
            List<Cause> largestFirst = causes.stream()
                    .filter(cause -> Math.abs(Math.log(cause.factor())) >= Math.log(SMALLEST))
                    .sorted(Comparator.comparingDouble(Cause::factor).reversed())
                    .toList();
            return new Explanation(ratio, exam.dlpMGyCm(), typical, largestFirst, ratio / product, unknown);
        }

        private void lengthPhasesRepeats() {
            double length = PartProfile.medianOf(others, PartProfile::lengthMm);
            add(
                    Cause.Kind.SCAN_LENGTH,
                    exam.lengthMm() / length,
                    "a phase covers " + shown(exam.lengthMm(), 0) + " mm, typically " + shown(length, 0) + " mm");
            double phases = PartProfile.medianOf(others, PartProfile::phases);
            add(
                    Cause.Kind.PHASES,
                    exam.phases() / phases,
                    "phases: " + exam.phases() + ", typically " + shown(phases, phases % 1 == 0 ? 0 : 1));
            add(
                    Cause.Kind.REPEAT,
                    exam.repeatFactor() / PartProfile.medianOf(others, PartProfile::repeatFactor),
                    "repeated events add "
                            + shown(exam.dlpMGyCm() - exam.dlpMGyCm() / exam.repeatFactor(), 0) + " mGy·cm");
            unknown.add("A repetition that the report neither states (128551) nor names counts as a phase.");
        }

        private void ctdiVol() {
            double typical = PartProfile.medianOf(others, PartProfile::ctdiVolMGy);
            double all = exam.ctdiVolMGy() / typical;
            double size = size();
            OptionalDouble mas = others(profile -> profile.tube().mas());
            OptionalDouble pitch = others(profile -> profile.tube().pitch());
            if (mas.isEmpty() || exam.tube().mas().isEmpty()) {
                unknown.add("The tube current is not reported: CTDIvol cannot be split into kV, mA·s and pitch.");
                add(Cause.Kind.CTDI_VOL, all / size, ctdiVolText(typical));
                return;
            }
            double ownMas = exam.tube().mas().getAsDouble();
            double current = ownMas / mas.getAsDouble();
            // A scanner answers to a large patient with more current; that part of it is the size.
            add(
                    Cause.Kind.TUBE_CURRENT,
                    current / size,
                    "tube current times rotation time: " + shown(ownMas, 0) + " mA·s, typically "
                            + shown(mas.getAsDouble(), 0) + " mA·s"
                            + (size > SMALLEST || size < 1 / SMALLEST
                                    ? ", of which the size of the patient explains a factor of " + shown(size, 2)
                                    : ""));
            double byPitch = 1;
            if (pitch.isPresent() && exam.tube().pitch().isPresent()) {
                double own = exam.tube().pitch().getAsDouble();
                byPitch = pitch.getAsDouble() / own;
                add(
                        Cause.Kind.PITCH,
                        byPitch,
                        "pitch: " + shown(own, 2) + ", typically " + shown(pitch.getAsDouble(), 2));
            }
            output(all / (current * byPitch), typical);
        }

        /** What is left is the output of the tube for each mA·s: it follows the potential, filter and collimation. */
        private void output(double factor, double typicalCtdiVol) {
            OptionalDouble kvp = others(profile -> profile.tube().kvp());
            if (kvp.isPresent()
                    && exam.tube().kvp().isPresent()
                    && Math.abs(exam.tube().kvp().getAsDouble() - kvp.getAsDouble()) > SAME_KVP) {
                add(
                        Cause.Kind.TUBE_POTENTIAL,
                        factor,
                        "tube potential: " + shown(exam.tube().kvp().getAsDouble(), 0) + " kV, typically "
                                + shown(kvp.getAsDouble(), 0) + " kV");
            } else {
                add(
                        Cause.Kind.CTDI_VOL,
                        factor,
                        ctdiVolText(typicalCtdiVol)
                                + "; this part of the difference follows neither from kV, mA·s nor pitch, and may come from filter or collimation");
            }
        }

        private double size() {
            Optional<SizeCurve> curve = SizeCurve.of(exam, others);
            if (curve.isEmpty()) {
                unknown.add(
                        "The size of the patient, or that of enough other patients, is not known: a large patient may be the reason of a high tube current and CTDIvol.");
                return 1;
            }
            SizeCurve known = curve.get();
            double factor = known.factor(exam);
            add(
                    Cause.Kind.SIZE,
                    factor,
                    "size of the patient: " + known.measure().label + " " + shown(known.sizeOf(exam), 0) + " "
                            + known.measure().unit + ", typically " + shown(known.typicalSize(), 0) + " "
                            + known.measure().unit + "; CTDIvol of these exams rises by "
                            + shown(100 * (Math.exp(known.slope()) - 1), 1) + " % for each " + known.measure().unit);
            return factor;
        }

        private OptionalDouble others(java.util.function.Function<PartProfile, OptionalDouble> value) {
            return PartProfile.median(others, value);
        }

        private String ctdiVolText(double typical) {
            return "CTDIvol: " + shown(exam.ctdiVolMGy(), 1) + " mGy, typically " + shown(typical, 1) + " mGy";
        }

        private void add(Cause.Kind kind, double factor, String text) {
            causes.add(new Cause(kind, factor, text));
        }
    }

    private static String shown(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
