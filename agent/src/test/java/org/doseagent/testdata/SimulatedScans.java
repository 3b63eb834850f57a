package org.doseagent.testdata;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.doseagent.drl.cause.Cause;
import org.doseagent.testdata.Event.Region;

/**
 * Chests and abdomens of one scanner, with a fixed seed, made by a model of a scanner: CTDIvol follows kV, mA·s and pitch, and the current follows
 * the size of the patient, as modulation makes it. In a changed exam one parameter is changed, and this is the truth.
 *
 * <p>Patients differ by 30 mm of water-equivalent diameter (one standard deviation), scans by 10 % of length, and currents by 10 % that nothing
 * explains. The exponent of the potential and the slope of the modulation are of the simulation; the agent knows neither.
 */
final class SimulatedScans {

    private static final double KVP_EXPONENT = 2.5;
    private static final double MODULATION_PER_MM = 0.006;
    private static final double OUTPUT = 0.07;

    private final Random random;
    private final boolean hasDiameter;
    private int number;

    SimulatedScans(long seed, boolean hasDiameter) {
        this.random = new Random(seed);
        this.hasDiameter = hasDiameter;
    }

    /** A kind of exam with what is usual for it. */
    enum Kind {
        CHEST("CT Thorax", Region.CHEST, 340, 60),
        ABDOMEN("CT Abdomen/Becken", Region.ABDOMEN, 460, 110);

        final String name;
        final Region region;
        final double lengthMm;
        final double mas;

        Kind(String name, Region region, double lengthMm, double mas) {
            this.name = name;
            this.region = region;
            this.lengthMm = lengthMm;
            this.mas = mas;
        }
    }

    /** Makes a report; {@code changed} is the one parameter that is not usual. */
    SimulatedHospital.Sent report(Kind kind, LocalDate day, Optional<Cause.Kind> changed) {
        number++;
        LocalDateTime at = day.atTime(8 + random.nextInt(9), random.nextInt(60));
        Report report = Report.of(Cases.uid("scan " + number + hasDiameter), Cases.uid("scan study " + number + hasDiameter))
                .study(String.format(Locale.ROOT, "W%06d", number), kind.name)
                .device("SIEMENS", "SOMATOM Force", "SIM-W", "VB20A")
                .patient(String.format(Locale.ROOT, "W-%05d", number), "F", "061Y");
        report.date = at.format(DateTimeFormatter.BASIC_ISO_DATE);
        report.time = at.format(DateTimeFormatter.ofPattern("HHmmss"));
        report.contentTime = report.time;
        double diameter = normal(300, 30) + (is(changed, Cause.Kind.SIZE) ? 95 : 0);
        int scans = is(changed, Cause.Kind.PHASES) || is(changed, Cause.Kind.REPEAT) ? 2 : 1;
        for (int i = 0; i < scans; i++) {
            Event scan = scan(kind, diameter, changed, i);
            if (i == 1 && is(changed, Cause.Kind.REPEAT)) {
                scan.repeatReason = "128553";
            }
            report.add(scan);
        }
        return new SimulatedHospital.Sent(at, SimulatedHospital.Truth.PATIENT, ReportWriter.file(report));
    }

    private Event scan(Kind kind, double diameter, Optional<Cause.Kind> changed, int index) {
        double kvp = is(changed, Cause.Kind.TUBE_POTENTIAL) ? 150 : 120;
        double pitch = is(changed, Cause.Kind.PITCH) ? 0.55 : 0.9;
        double mas = kind.mas
                * Math.exp(MODULATION_PER_MM * (diameter - 300) + normal(0, 0.1))
                * (is(changed, Cause.Kind.TUBE_CURRENT) ? 1.7 : 1);
        double length = kind.lengthMm * (1 + normal(0, 0.1)) * (is(changed, Cause.Kind.SCAN_LENGTH) ? 1.6 : 1);
        double ctdiVol = OUTPUT
                * Math.pow(kvp / 120, KVP_EXPONENT)
                * mas
                / pitch
                * Math.exp(normal(0, 0.02))
                * (is(changed, Cause.Kind.CTDI_VOL) ? 1.7 : 1);
        Event scan = Event.spiral(
                Cases.uid("scan event " + number + "/" + index + hasDiameter),
                kind.name,
                kind.region,
                decimal(ctdiVol, 2),
                decimal(ctdiVol * length / 10, 1),
                decimal(length, 0));
        scan.pitch = decimal(pitch, 2);
        scan.sources.clear();
        scan.sources.add(new String[] {"A", decimal(kvp, 0), decimal(mas / 0.5, 0), decimal(mas / 0.5 * 1.4, 0), "0.5"});
        if (hasDiameter) {
            scan.waterEquivalentDiameterMm = decimal(diameter, 0);
        }
        return scan;
    }

    private static boolean is(Optional<Cause.Kind> changed, Cause.Kind kind) {
        return changed.equals(Optional.of(kind));
    }

    private double normal(double mean, double deviation) {
        return mean + random.nextGaussian() * deviation;
    }

    private static String decimal(double value, int digits) {
        return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP).toPlainString();
    }
}
