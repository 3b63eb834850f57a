package org.doseagent.cli.exams;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.doseagent.cli.output.Json;
import org.doseagent.review.CauseReview;

/** The causes of a high dose, in words and as JSON. */
public final class WhyText {

    private WhyText() {}

    /** Returns what is said as JSON without enough comparable exams: the ratio is null. */
    static ObjectNode jsonOfTooFew() {
        ObjectNode node = Json.object();
        node.putNull("ratio");
        node.putArray("causes");
        node.putArray("unknown").add(tooFew());
        return node;
    }

    /** Returns the answer as JSON. */
    static ObjectNode json(CauseReview.Answer found) {
        ObjectNode node = Json.object();
        node.put("ratio", rounded(found.explanation().ratio()));
        node.put("part", found.part());
        node.put("category", found.category().orElse(null));
        node.put("dlpMGyCm", rounded(found.explanation().dlpMGyCm()));
        node.put("typicalDlpMGyCm", rounded(found.explanation().typicalDlpMGyCm()));
        node.put("comparedExams", found.basis().exams());
        node.put("comparedWith", found.basis().text());
        node.set(
                "causes",
                Json.array(
                        found.explanation().causes(),
                        cause -> Json.object()
                                .put("cause", cause.kind().label())
                                .put("factor", rounded(cause.factor()))
                                .put("text", cause.text())));
        node.put("unexplained", rounded(found.explanation().unexplained()));
        ArrayNode unknown = node.putArray("unknown");
        found.explanation().unknown().forEach(unknown::add);
        return node;
    }

    /** Returns the answer in sentences, for people. */
    public static List<String> lines(CauseReview.Answer found) {
        List<String> lines = new ArrayList<>();
        lines.add("DLP of part " + (found.part() + 1) + " (" + found.category().orElse("unmapped") + "): "
                + rounded(found.explanation().dlpMGyCm()) + " mGy·cm, "
                + rounded(found.explanation().ratio()) + " times the typical "
                + rounded(found.explanation().typicalDlpMGyCm()) + " mGy·cm, which is the median of "
                + found.basis().text() + ".");
        if (found.explanation().causes().isEmpty()) {
            lines.add("No single cause changes the DLP by 5 % or more.");
        }
        found.explanation()
                .causes()
                .forEach(cause -> lines.add("  × " + rounded(cause.factor()).toPlainString() + "  " + cause.text()));
        lines.add("The causes leave a factor of " + rounded(found.explanation().unexplained())
                + " unexplained, because medians of several values are not of one exam.");
        lines.addAll(found.explanation().unknown());
        return lines;
    }

    /** Returns what is said without enough comparable exams. */
    public static String tooFew() {
        return "Fewer than " + CauseReview.MIN_EXAMS
                + " exams of the same category, phantom and age group (adult or child) are stored, or CTDIvol or DLP is missing: no typical value, no causes.";
    }

    private static BigDecimal rounded(double value) {
        return BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP);
    }
}
