package org.doseagent.report.page;

import java.util.List;

/** The scanners with their age beside the golden rule of COCIR, and how many of their exams have a category. */
final class Inventory {

    private static final int UNKNOWN = 3;
    private static final int NEW_YEARS = 5;
    private static final int OLD_YEARS = 10;

    private final ReportInput input;
    private final Words words;
    private final Html out = new Html();

    Inventory(ReportInput input, Words words) {
        this.input = input;
        this.words = words;
    }

    String html() {
        out.element("h2 id=\"inventory\"", words.of("inventory")).element("p", words.of("inventoryText"));
        Tables.openBelowHeading(
                out,
                words.of("inventory"),
                List.of(
                        words.of("scanner"),
                        words.of("manufacturer"),
                        words.of("software"),
                        words.of("ageClass"),
                        words.of("installed"),
                        words.of("rows"),
                        words.of("exams"),
                        words.of("mapped")),
                4);
        int[] classes = new int[UNKNOWN + 1];
        for (ReportInput.Scanner scanner : input.scanners()) {
            int ageClass = ageClass(scanner);
            classes[ageClass]++;
            Tables.row(
                    out,
                    4,
                    List.of(
                            scanner.key().label(),
                            scanner.manufacturer().orElse(Words.NONE),
                            String.join(", ", scanner.softwareVersions()),
                            words.of("age" + ageClass),
                            scanner.installed().map(Object::toString).orElse(Words.NONE),
                            scanner.detectorRows().map(Object::toString).orElse(Words.NONE),
                            words.count(scanner.exams()),
                            words.share(scanner.mapped(), scanner.exams())));
        }
        Tables.close(out);
        rule(classes);
        out.element("h3", words.of("mappingCoverage"))
                .element(
                        "p",
                        words.of(
                                "mappingText",
                                words.count(input.mapped()),
                                words.count(input.exams()),
                                words.share(input.mapped(), input.exams()),
                                input.header().mappingVersion()));
        return out.toString();
    }

    private void rule(int[] classes) {
        int known = classes[0] + classes[1] + classes[2];
        if (known == 0) {
            out.element("p", words.of("ruleUnknown"));
            return;
        }
        Tables.open(
                out,
                words.of("rule"),
                List.of(
                        words.of("ageClass"),
                        words.of("goldenRule"),
                        words.of("met"),
                        words.of("scanners"),
                        words.of("shareOf")),
                3);
        boolean[] isMet = {
            classes[0] * 100 >= 60 * known, classes[1] * 100 <= 30 * known, classes[2] * 100 <= 10 * known
        };
        for (int i = 0; i < UNKNOWN; i++) {
            Tables.row(
                    out,
                    3,
                    List.of(
                            words.of("age" + i),
                            words.of("rule" + i),
                            words.of(isMet[i] ? "yes" : "no"),
                            words.count(classes[i]),
                            words.share(classes[i], known)));
        }
        Tables.close(out);
    }

    /** Returns 0 up to 5 years, 1 up to 10, 2 above, 3 unknown, at the end of the period. */
    private int ageClass(ReportInput.Scanner scanner) {
        if (scanner.installed().isEmpty()) {
            return UNKNOWN;
        }
        int years = input.header().to().getYear() - scanner.installed().get();
        return years <= NEW_YEARS ? 0 : years <= OLD_YEARS ? 1 : 2;
    }
}
