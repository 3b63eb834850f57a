package org.doseagent.store.exams;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.doseagent.dose.Acquisition;
import org.doseagent.dose.AcquisitionType;
import org.doseagent.dose.Classification;
import org.doseagent.dose.DoseReport;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamContext;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.PartTotals;
import org.doseagent.dose.PatientFacts;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.ReportDocument;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.dose.assessment.AlertWords;
import org.doseagent.dose.assessment.Assessment;
import org.doseagent.dose.assessment.DataProblem;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.PatientKey;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.store.StoreException;
import org.jspecify.annotations.Nullable;

/** The documents of schema 8 as the program wrote them: every component of every record, found by reflection. For comparisons in tests. */
final class StoredJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .addModule(identities())
            .addModule(alerts())
            .addModule(flatRecords())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private StoredJson() {}

    /** Returns the text of a record, as the store keeps it. */
    static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static <T> T parse(String text, Class<T> type) {
        try {
            return MAPPER.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new StoreException("a stored " + type.getSimpleName() + " cannot be read", e, false);
        }
    }

    private static SimpleModule identities() {
        SimpleModule module = new SimpleModule();
        add(module, StudyInstanceUid.class, StudyInstanceUid::value, nonBlank(StudyInstanceUid::new));
        add(module, SopInstanceUid.class, SopInstanceUid::value, nonBlank(SopInstanceUid::new));
        add(module, PatientKey.class, PatientKey::value, nonBlank(PatientKey::new));
        add(module, AeTitle.class, AeTitle::value, AeTitle::read);
        return module;
    }

    /** The figures of an alert are fields of the alert itself in stored text. */
    private static SimpleModule alerts() {
        return new SimpleModule()
                .setMixInAnnotation(Alert.class, FlatAlert.class)
                .setMixInAnnotation(AlertWords.class, Text.class)
                .addDeserializer(Alert.class, new JsonDeserializer<Alert>() {
                    @Override
                    public Alert deserialize(JsonParser in, DeserializationContext context) throws IOException {
                        JsonNode node = in.readValueAsTree();
                        return new Alert(
                                AlertKind.valueOf(node.path("kind").asText()),
                                node.path("key").asText(),
                                text(node, "category"),
                                new Alert.Figures(
                                        text(node, "quantity").map(Quantity::valueOf),
                                        decimal(node, "value"),
                                        decimal(node, "drl"),
                                        decimal(node, "ratio"),
                                        text(node, "drlSet")),
                                problems(node.path("text").asText()),
                                AlertWords.ofEarlierRelease(node.path("text").asText()),
                                node.path("severity").asInt());
                    }
                });
    }

    /** Groups of fields inside a record are fields of the record itself in stored text, under the names that they have always had. */
    private static SimpleModule flatRecords() {
        return new SimpleModule()
                .setMixInAnnotation(DoseReport.class, Flat.class)
                .setMixInAnnotation(Exam.class, Flat.class)
                .setMixInAnnotation(IrradiationEvent.class, Flat.class)
                .setMixInAnnotation(ExamPart.class, FlatPart.class)
                .setMixInAnnotation(Assessment.class, Flat.class)
                .setMixInAnnotation(Acquisition.class, Names.class)
                .setMixInAnnotation(Classification.class, Names.class)
                .setMixInAnnotation(PartTotals.class, Names.class)
                .setMixInAnnotation(PatientFacts.class, Age.class)
                .setMixInAnnotation(Assessment.Level.class, Names.class);
    }

    /** Alerts of schema 8 say in words what the data of an exam lack; these are the words of the documents of the tests. */
    private static Set<DataProblem> problems(String text) {
        return text.contains("contradictory, implausible or unusable values")
                ? Set.of(DataProblem.DOUBTFUL)
                : text.contains("without an Irradiation Event UID") ? Set.of(DataProblem.WITHOUT_UID) : Set.of();
    }

    private static Optional<String> text(JsonNode node, String field) {
        return Optional.ofNullable(node.get(field))
                .filter(value -> !value.isNull())
                .map(JsonNode::asText);
    }

    private static Optional<BigDecimal> decimal(JsonNode node, String field) {
        return text(node, field).map(BigDecimal::new);
    }

    private interface FlatAlert {
        @SuppressWarnings("UnusedMethod") // Jackson reads the annotation
        @JsonUnwrapped
        Alert.Figures figures();

        @JsonIgnore
        Set<DataProblem> problems();

        @JsonUnwrapped
        AlertWords words();
    }

    private interface Text {
        @JsonIgnore
        Optional<List<AlertWords.Mark>> marks();
    }

    @SuppressWarnings("UnusedMethod") // Jackson reads the annotations
    private interface Flat {
        @JsonUnwrapped
        ReportDocument document();

        @JsonUnwrapped
        ExamContext context();

        @JsonUnwrapped
        Acquisition acquisition();

        @JsonUnwrapped
        Assessment.Level level();

        @JsonIgnore
        boolean isQa();
    }

    @SuppressWarnings("UnusedMethod") // Jackson reads the annotation
    private interface Age {
        @JsonIgnore
        Optional<Boolean> isAdult();
    }

    @SuppressWarnings("UnusedMethod") // Jackson reads the annotations
    private interface FlatPart {
        @JsonUnwrapped
        Classification classification();

        @JsonUnwrapped
        PartTotals totals();
    }

    @SuppressWarnings("UnusedMethod") // Jackson reads the annotations
    private interface Names {
        @JsonProperty("acquisitionType")
        Optional<AcquisitionType> type();

        @JsonProperty("mappingRule")
        Optional<String> rule();

        @JsonProperty("mappingVersion")
        Optional<String> version();

        @JsonProperty("dlpLargestEventMGyCm")
        Optional<BigDecimal> dlpLargestPhaseMGyCm();

        @JsonProperty("drl")
        Optional<BigDecimal> value();

        @JsonProperty("drlSet")
        Optional<String> set();

        @JsonProperty("drlSetHash")
        Optional<String> setHash();
    }

    private static <T> Function<String, Optional<T>> nonBlank(Function<String, T> make) {
        return text -> Optional.of(text).filter(it -> !it.isBlank()).map(make);
    }

    /** Writes an identity as a string; a string that is no identity is read as absent. */
    private static <T> void add(
            SimpleModule module, Class<T> type, Function<T, String> write, Function<String, Optional<T>> read) {
        module.addSerializer(type, new JsonSerializer<T>() {
            @Override
            public void serialize(T value, JsonGenerator out, SerializerProvider provider) throws IOException {
                out.writeString(write.apply(value));
            }
        });
        module.addDeserializer(type, new JsonDeserializer<T>() {
            @Override
            public @Nullable T deserialize(JsonParser in, DeserializationContext context) throws IOException {
                return read.apply(in.getValueAsString("")).orElse(null);
            }
        });
    }
}
