package org.doseagent.repository;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.doseagent.aggregate.cells.Canonical;
import org.doseagent.aggregate.cells.CellJson;
import org.doseagent.aggregate.cells.CellKey;
import org.doseagent.aggregate.control.ReleasedDocument;
import org.doseagent.aggregate.control.Signer;
import org.doseagent.aggregate.render.PayloadSchema;
import org.doseagent.store.repository.Submission;

/**
 * A release that is right in itself: of the schema, with its own id, a valid signature and a calendar period that is over. Whether the key is that
 * of the facility, and how it fits earlier releases, is the matter of {@link Receiver}.
 */
record CheckedRelease(String pseudonym, String country, String publicKey, Submission submission, Set<String> domains) {

    private static final PayloadSchema SCHEMA = PayloadSchema.shipped();

    /** The lengths of a calendar period in months. */
    private static final List<Integer> LENGTHS = List.of(1, 3, 6, 12);

    private static final int MONTHS = 12;

    /** A clock that is one day ahead is not refused. */
    private static final int CLOCK_DAYS = 1;

    /** Checks a body that came under an id; throws {@link Refusal} in the order of docs/repository-interface.md. */
    static CheckedRelease read(String id, byte[] body, RepositorySettings settings, LocalDate today) throws Refusal {
        ObjectNode document = BoundedJson.read(body, settings.limits().maxDepth());
        List<String> problems = SCHEMA.problems(body);
        if (!problems.isEmpty()) {
            throw new Refusal(422, "violates the schema of dose-aggregate/1: " + problems.get(0));
        }
        require(
                document.path("submissionId").asText().equals(id),
                "the submission id in the path is not that of the document");
        if (!Signer.isSigned(document)) {
            throw new Refusal(403, "the signature does not fit the document");
        }
        require(ReleasedDocument.hasOwnId(document), "the submission id is not that of the content");
        Submission submission = submission(id, document, body);
        checkPeriod(submission.period(), document, settings.rules(), today);
        checkSequence(submission, settings.rules());
        return new CheckedRelease(
                document.path("facility").path("pseudonym").asText(),
                document.path("facility").path("country").asText(),
                document.path("signature").path("publicKey").asText(),
                submission,
                domains(document));
    }

    private static Submission submission(String id, ObjectNode document, byte[] body) {
        return new Submission(
                id,
                new Submission.Period(date(document, "start"), date(document, "end")),
                document.path("sequence").asInt(),
                Optional.of(document.path("supersedes").asText()).filter(text -> !text.isEmpty()),
                body);
    }

    private static LocalDate date(ObjectNode document, String end) {
        return LocalDate.parse(document.path("period").path(end).asText());
    }

    private static void checkPeriod(
            Submission.Period period, ObjectNode document, RepositorySettings.Rules rules, LocalDate today)
            throws Refusal {
        LocalDate start = period.start();
        boolean isCalendar = LENGTHS.stream()
                .anyMatch(months -> start.getDayOfMonth() == 1
                        && (start.getMonthValue() - 1) % months == 0
                        && months <= MONTHS
                        && start.plusMonths(months).minusDays(1).equals(period.end()));
        require(isCalendar, "the period is not a calendar month, quarter, half-year or year");
        require(period.end().isBefore(today), "the period is not over");
        require(
                !start.isBefore(today.minusMonths(rules.maxPeriodAgeMonths())),
                "the period began more than " + rules.maxPeriodAgeMonths() + " months ago");
        LocalDate createdAt = LocalDate.parse(document.path("createdAt").asText());
        require(
                createdAt.isAfter(period.end()) && !createdAt.isAfter(today.plusDays(CLOCK_DAYS)),
                "createdAt is not between the end of the period and today");
    }

    private static void checkSequence(Submission submission, RepositorySettings.Rules rules) throws Refusal {
        require(submission.sequence() <= rules.maxSequence(), "sequence is above " + rules.maxSequence());
        require(
                submission.supersedes().isPresent() == submission.sequence() > 1,
                "supersedes is for corrections, which have a sequence above 1, and mandatory for them");
    }

    private static void require(boolean condition, String rule) throws Refusal {
        if (!condition) {
            throw new Refusal(422, rule);
        }
    }

    /** Returns what exams of a document are about: no exam may be in two periods, so no two overlapping periods share one of these. */
    static Set<String> domains(byte[] stored) {
        return domains(Canonical.parse(stored));
    }

    private static Set<String> domains(ObjectNode document) {
        Set<String> domains = new HashSet<>();
        document.path("cells").forEach(cell -> {
            CellKey key = CellJson.key(cell);
            domains.add(key.category() + (key.population().isChild() ? " of children" : " of adults"));
        });
        return domains;
    }
}
