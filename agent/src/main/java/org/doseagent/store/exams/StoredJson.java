package org.doseagent.store.exams;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.doseagent.dose.AeTitle;
import org.doseagent.dose.PatientKey;
import org.doseagent.dose.SopInstanceUid;
import org.doseagent.dose.StudyInstanceUid;
import org.doseagent.store.StoreException;
import org.jspecify.annotations.Nullable;

/** The text of the records in {@code report.json} and {@code exam.json}. An identity is a plain string in it. Thread-safe. */
final class StoredJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .addModule(identities())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private StoredJson() {}

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
