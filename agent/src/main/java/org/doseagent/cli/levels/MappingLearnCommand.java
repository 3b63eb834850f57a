package org.doseagent.cli.levels;

import static org.doseagent.cli.output.Shown.shown;

import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.doseagent.cli.Period;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Look;
import org.doseagent.cli.output.Rows;
import org.doseagent.cli.output.WholeFile;
import org.doseagent.daemon.Agent;
import org.doseagent.drl.mapping.Categories;
import org.doseagent.review.LabelReview;
import org.doseagent.review.LabelReview.Suspect;
import org.doseagent.store.exams.ExamQuery;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "learn",
        description = {
            "Lists the exams of adults whose category is probably wrong.",
            "The scan length, phases, CTDIvol, region and SSDE of such an exam fit the history of another category better than that of its own.",
            "--confirm says what an exam really is. --out writes a rule for the texts of each confirmed exam to a file for review. No rule is used"
                    + " before a person names that file in drl.mapping."
        },
        footer = {"", "Example: dose-agent mapping learn --confirm ACC0017=CT-HEAD --out mapping-learned.yaml"})
final class MappingLearnCommand extends Listing implements Callable<Integer> {

    private static final Rows<Suspect> SUSPECTS = Rows.<Suspect>describe()
            .field(
                    "studyInstanceUid",
                    suspect -> suspect.exam().studyInstanceUid().value())
            .field("accessionNumber", suspect -> suspect.exam().study().accessionNumber(), shown("ACCESSION"))
            .field(
                    "studyDateTime",
                    suspect -> suspect.exam().study().studyDateTime(),
                    shown("DATE").as(Look::minute))
            .field("device", suspect -> suspect.exam().device().label(), shown("SCANNER"))
            .field("part", Suspect::part)
            .field("category", Suspect::category, shown("CATEGORY"))
            .field("likely", suspect -> suspect.suspicion().likely(), shown("FITS BETTER"))
            .field(
                    "odds",
                    suspect -> BigDecimal.valueOf(Math.min(suspect.suspicion().odds(), 1e12))
                            .round(new MathContext(2)))
            .field("texts", suspect -> List.copyOf(suspect.texts()))
            .field("text", suspect -> suspect.suspicion().text(), shown("WHY"))
            .build();

    @Mixin
    Period period = new Period();

    @Option(
            names = "--confirm",
            paramLabel = "ACCESSION=CATEGORY",
            mapFallbackValue = "",
            description = "The right category of a listed exam, by accession number or Study Instance UID. Repeatable.")
    Map<String, String> confirmed = new LinkedHashMap<>();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Writes rules for the confirmed exams to this new file.")
    @Nullable
    Path rules;

    @Override
    protected Rows<Suspect> rows() {
        return SUSPECTS;
    }

    @Override
    public Integer call() throws Exception {
        confirmed.forEach((exam, category) -> {
            if (category.isEmpty()) {
                throw new IllegalArgumentException(
                        "--confirm " + exam + ": must have the form ACCESSION=CATEGORY, such as ACC0017=CT-HEAD");
            }
        });
        if (confirmed.isEmpty() != (rules == null)) {
            throw new IllegalArgumentException("--confirm and --out: each needs the other");
        }
        try (Agent agent = agent()) {
            Categories categories = agent.levels().categories();
            for (String category : confirmed.values()) {
                if (categories.find(category).isEmpty()) {
                    throw new IllegalArgumentException("--confirm: " + category + " is not in the file of categories");
                }
            }
            Period.Days days = period.days(agent);
            List<Suspect> suspects = new LabelReview(agent.doses())
                    .suspects(ExamQuery.all().from(days.first()).until(days.last()));
            print(rows(), suspects.stream().limit(limit())::forEach);
            if (rules != null) {
                write(rules, text(suspects));
                err().println("dose-agent: rules for review are in " + rules
                        + "; name the file before mapping.yaml under drl.mapping, then run dose-agent reprocess");
            }
        }
        return 0;
    }

    private static void write(Path file, String text) throws IOException {
        if (Files.exists(file)) {
            throw new IllegalArgumentException("--out " + file + ": exists; name a new file");
        }
        try (WholeFile whole = new WholeFile(file)) {
            whole.out().write(text.getBytes(StandardCharsets.UTF_8));
            whole.commit();
        }
    }

    /** One rule for each text; texts that were confirmed as two categories cannot be a rule. */
    private String text(List<Suspect> suspects) {
        Map<String, List<String>> byText = new TreeMap<>();
        for (Map.Entry<String, String> each : confirmed.entrySet()) {
            List<Suspect> own = suspects.stream()
                    .filter(suspect -> isOf(suspect, each.getKey()))
                    .toList();
            if (own.isEmpty()) {
                throw new IllegalArgumentException("--confirm " + each.getKey() + ": no listed exam has this number");
            }
            own.forEach(suspect -> suspect.texts()
                    .forEach(text -> byText.computeIfAbsent(text, absent -> new ArrayList<>())
                            .add(each.getValue())));
        }
        StringBuilder file = new StringBuilder(
                "# Rules from confirmed labels (mapping learn). Review each: it is for every exam with this text, not only for the confirmed ones.\nrules:\n");
        int number = 0;
        for (Map.Entry<String, List<String>> rule : byText.entrySet()) {
            List<String> categories = rule.getValue().stream().distinct().toList();
            if (categories.size() == 1) {
                file.append("  - {id: learned-" + ++number + ", category: " + categories.get(0) + ", exact: ["
                        + new TextNode(rule.getKey().replaceAll("\\p{Cntrl}", " ")) + "]}  # "
                        + rule.getValue().size() + " confirmed\n");
            } else {
                err().println("dose-agent: no rule for a text that was confirmed as "
                        + String.join(" and ", categories));
            }
        }
        return file.toString();
    }

    private static boolean isOf(Suspect suspect, String key) {
        return suspect.exam().studyInstanceUid().value().equals(key)
                || suspect.exam().study().accessionNumber().filter(key::equals).isPresent();
    }
}
