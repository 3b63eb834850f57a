package org.doseagent.testdata;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.doseagent.testdata.Event.Region;

/**
 * Four scanners over the three years from 2023 to 2025, with a fixed seed, and what is injected in them: a protocol that doses 15 % more, a new
 * software, a new protocol, a week of silence, phantoms, children, names that no rule knows, and names that are wrong.
 */
final class SimulatedHospital {

    static final LocalDate FIRST = LocalDate.of(2023, 1, 1);
    static final LocalDate LAST = LocalDate.of(2025, 12, 31);

    /** From then on, chest exams on scanner A have 15 % more dose. */
    static final LocalDate RISE = LocalDate.of(2024, 9, 2);

    static final double RISE_FACTOR = 1.15;

    /** From then on, scanner B runs other software. */
    static final LocalDate NEW_SOFTWARE = LocalDate.of(2025, 6, 2);

    /** From then on, scanner C also uses this protocol. */
    static final LocalDate NEW_PROTOCOL = LocalDate.of(2025, 4, 1);

    static final String NEW_PROTOCOL_NAME = "Thorax LowDose neu";

    /** The week in which scanner C sends nothing. */
    static final LocalDate SILENT_FROM = LocalDate.of(2025, 9, 8);

    static final LocalDate SILENT_TO = LocalDate.of(2025, 9, 14);

    /** Names that no rule can know, on scanner D. */
    static final List<String> UNKNOWN_NAMES = List.of("Spezialprogramm 7", "Studie XB-12");

    /** What a head scan is wrongly called, on scanner A. */
    static final String WRONG_NAME = "CT Thorax nativ";

    private static final long SEED = 20230101;

    /** What a report is about; the truth beside the bytes. */
    record Sent(LocalDateTime at, Truth truth, byte[] file) {}

    enum Truth {
        PATIENT,
        CHILD,
        PHANTOM,
        UNKNOWN_NAME,
        WRONG_NAME
    }

    /** A scanner: exams a day from Monday to Sunday between two hours; those of office hours rest on public holidays. */
    private enum Scanner {
        A("SIEMENS", "SOMATOM Force", "SIM-A", "VB20A", new double[] {10, 10, 10, 10, 8, 0, 0}, 7, 18, true),
        B(
                "GE MEDICAL SYSTEMS",
                "Revolution CT",
                "SIM-B",
                "revo_ct_22",
                new double[] {10, 10, 10, 10, 10, 8, 8},
                0,
                24,
                false),
        C("SIEMENS", "SOMATOM Definition Edge", "SIM-C", "VA48A", new double[] {7, 7, 7, 7, 7, 1.5, 0}, 7, 19, true),
        D("SIEMENS", "SOMATOM go.Top", "SIM-D", "VA30A", new double[] {5, 5, 5, 5, 4, 0, 0}, 8, 16, true);

        final String maker;
        final String model;
        final String serial;
        final String software;
        final double[] byDay;
        final int from;
        final int to;
        final boolean rests;

        Scanner(
                String maker,
                String model,
                String serial,
                String software,
                double[] byDay,
                int from,
                int to,
                boolean rests) {
            this.maker = maker;
            this.model = model;
            this.serial = serial;
            this.software = software;
            this.byDay = byDay;
            this.from = from;
            this.to = to;
            this.rests = rests;
        }
    }

    /** An exam: its names in the languages of the house, median CTDIvol and length. */
    private enum Kind {
        CHEST(Region.CHEST, 6.0, 340, "CT Thorax", "Thorax^1_ROUTINE", "CT Chest"),
        HEAD(Region.HEAD, 42.0, 155, "CT Schädel", "CCT nativ", "CT Head"),
        ABDOMEN(Region.ABDOMEN, 8.0, 460, "CT Abdomen/Becken", "Abdomen^Becken", "CT Abdomen/Pelvis");

        final Region region;
        final double ctdiVol;
        final int lengthMm;
        final String[] names;

        Kind(Region region, double ctdiVol, int lengthMm, String... names) {
            this.region = region;
            this.ctdiVol = ctdiVol;
            this.lengthMm = lengthMm;
            this.names = names;
        }
    }

    private static final Set<LocalDate> EASTER =
            Set.of(LocalDate.of(2023, 4, 9), LocalDate.of(2024, 3, 31), LocalDate.of(2025, 4, 20));

    private final Random random = new Random(SEED);
    private int number;

    /** Makes every report, day by day. */
    static void send(Consumer<Sent> to) {
        SimulatedHospital hospital = new SimulatedHospital();
        for (LocalDate day = FIRST; !day.isAfter(LAST); day = day.plusDays(1)) {
            for (Scanner scanner : Scanner.values()) {
                hospital.day(scanner, day, to);
            }
        }
    }

    /** Makes heads of adults on scanner A with one CTDIvol, an hour apart: doses that no exam needs. */
    static List<Sent> heads(int exams, double ctdiVol) {
        SimulatedHospital hospital = new SimulatedHospital();
        hospital.number = 900_000;
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < exams; i++) {
            LocalDateTime at = LAST.atTime(8, 0).plusHours(i);
            Report report = hospital.report(Scanner.A, at, "CT Head").patient(hospital.id(), "F", years(60));
            sent.add(new Sent(
                    at, Truth.PATIENT, hospital.file(report, Kind.HEAD, "CT Head", ctdiVol, Kind.HEAD.region)));
        }
        return sent;
    }

    static boolean isHoliday(LocalDate day) {
        boolean isFixed = Set.of("01-01", "05-01", "10-03", "12-24", "12-25", "12-26", "12-31")
                .contains(day.toString().substring(5));
        return isFixed
                || EASTER.contains(day.plusDays(2))
                || EASTER.contains(day.minusDays(1))
                || EASTER.contains(day.minusDays(39))
                || EASTER.contains(day.minusDays(50));
    }

    private void day(Scanner scanner, LocalDate day, Consumer<Sent> to) {
        boolean isSilent = scanner == Scanner.C && !day.isBefore(SILENT_FROM) && !day.isAfter(SILENT_TO);
        if (isSilent || (scanner.rests && isHoliday(day))) {
            return;
        }
        int exams = poisson(scanner.byDay[day.getDayOfWeek().getValue() - 1]);
        for (int i = 0; i < exams; i++) {
            LocalDateTime at = day.atTime(scanner.from + random.nextInt(scanner.to - scanner.from), random.nextInt(60));
            to.accept(exam(scanner, at));
        }
        if (day.getDayOfWeek() == DayOfWeek.MONDAY) {
            to.accept(phantom(scanner, day.atTime(7, 0)));
        }
    }

    private Sent exam(Scanner scanner, LocalDateTime at) {
        Kind kind = Kind.values()[Math.min(2, random.nextInt(5) / 2)];
        boolean isChild = scanner == Scanner.D && random.nextInt(8) == 0;
        Truth truth = isChild ? Truth.CHILD : Truth.PATIENT;
        String name = kind.names[random.nextInt(kind.names.length)];
        if (scanner == Scanner.D && !isChild && random.nextInt(12) == 0) {
            truth = Truth.UNKNOWN_NAME;
            name = UNKNOWN_NAMES.get(random.nextInt(3) / 2);
        } else if (scanner == Scanner.A && kind == Kind.HEAD && random.nextInt(40) == 0) {
            truth = Truth.WRONG_NAME;
            name = WRONG_NAME;
        }
        double factor = Math.exp(random.nextGaussian() * 0.35) * (isChild ? 0.4 : 1);
        boolean isRisen =
                scanner == Scanner.A && kind == Kind.CHEST && !at.toLocalDate().isBefore(RISE);
        double ctdiVol = kind.ctdiVol * factor * (isRisen ? RISE_FACTOR : 1);
        String protocol = kind.names[0];
        Region region = kind.region;
        if (truth == Truth.UNKNOWN_NAME) {
            protocol = name;
            region = Region.NONE;
        } else if (scanner == Scanner.C
                && kind == Kind.CHEST
                && !at.toLocalDate().isBefore(NEW_PROTOCOL)) {
            protocol = NEW_PROTOCOL_NAME;
        }
        int years = isChild ? 1 + random.nextInt(15) : 20 + random.nextInt(70);
        Report report = report(scanner, at, name).patient(id(), random.nextBoolean() ? "F" : "M", years(years));
        return new Sent(at, truth, file(report, kind, protocol, ctdiVol, region));
    }

    private Sent phantom(Scanner scanner, LocalDateTime at) {
        Report report = report(scanner, at, "QA Wasserphantom").patient("PHANTOM", "O", years(1));
        report.isQa = true;
        return new Sent(at, Truth.PHANTOM, file(report, Kind.CHEST, "QA constancy", 60, Region.PHANTOM));
    }

    private Report report(Scanner scanner, LocalDateTime at, String name) {
        number++;
        boolean isNew = scanner == Scanner.B && !at.toLocalDate().isBefore(NEW_SOFTWARE);
        Report report = Report.of(Cases.uid("sim " + number), Cases.uid("sim study " + number))
                .study(String.format(Locale.ROOT, "%s%06d", scanner.name(), number), name)
                .device(scanner.maker, scanner.model, scanner.serial, isNew ? "revo_ct_23" : scanner.software);
        report.date = at.format(DateTimeFormatter.BASIC_ISO_DATE);
        report.time = at.format(DateTimeFormatter.ofPattern("HHmmss"));
        report.contentTime = report.time;
        return report;
    }

    private byte[] file(Report report, Kind kind, String protocol, double ctdiVol, Region region) {
        BigDecimal value = BigDecimal.valueOf(ctdiVol).setScale(2, RoundingMode.HALF_UP);
        int length = (int) (kind.lengthMm * (0.85 + random.nextDouble() * 0.3));
        BigDecimal dlp = value.multiply(BigDecimal.valueOf(length)).divide(BigDecimal.TEN, 1, RoundingMode.HALF_UP);
        Event scan = Event.spiral(
                Cases.uid("sim scan " + number), protocol, region, value.toString(), dlp.toString(), "" + length);
        return ReportWriter.file(report.add(Event.localizer(Cases.uid("sim scout " + number)), scan)
                .totals(dlp.toString()));
    }

    private String id() {
        return String.format(Locale.ROOT, "SIM-%05d", random.nextInt(20_000));
    }

    private static String years(int years) {
        return String.format(Locale.ROOT, "%03dY", years);
    }

    private int poisson(double mean) {
        double limit = Math.exp(-mean);
        int count = -1;
        for (double product = 1; product > limit; product *= random.nextDouble()) {
            count++;
        }
        return Math.max(0, count);
    }
}
