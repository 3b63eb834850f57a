package org.doseagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.doseagent.config.ConfigException;
import org.doseagent.config.ConfigLoader;
import org.doseagent.store.exams.ExamQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent builds an object when it is used, and not before. */
final class AgentTest {

    private static final Path SHIPPED = Path.of(System.getProperty("project.root", ".."), "config", "agent.yaml");

    @TempDir
    private Path folder;

    private Agent agent(Map<String, String> overrides) {
        return Agent.open(ConfigLoader.load(SHIPPED, overrides, Map.of()));
    }

    @Test
    void opening_it_makes_no_file() {
        Path data = folder.resolve("data");
        try (Agent agent = agent(Map.of("dataDir", data.toString()))) {
            assertThat(agent.settings().store().folder()).isEqualTo(data);
            assertThat(data).doesNotExist();
        }
        assertThat(data).doesNotExist();
    }

    @Test
    void a_file_of_levels_that_cannot_be_used_matters_only_where_levels_are_used() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.yaml"), "id: [\n");
        try (Agent agent =
                agent(Map.of("dataDir", folder.resolve("data").toString(), "drl.sets", "[" + broken + "]"))) {
            assertThat(agent.doses().exams(ExamQuery.all())).isEmpty();
            assertThat(catchThrowableOfType(ConfigException.class, agent::levels)
                            .problems())
                    .singleElement()
                    .asString()
                    .contains("broken.yaml");
        }
    }

    @Test
    void reading_exams_writes_nothing() {
        Path data = folder.resolve("data");
        try (Agent agent = agent(Map.of("dataDir", data.toString()))) {
            assertThat(agent.doses().exams(ExamQuery.all())).isEmpty();
        }
        assertThat(data).doesNotExist();
    }
}
