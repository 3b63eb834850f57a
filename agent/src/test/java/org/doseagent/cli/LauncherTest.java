package org.doseagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder of fast starts that {@code scripts/dose-agent} keeps; with a program in the place of the agent that prints its options. */
final class LauncherTest {

    private static final Path ROOT =
            Path.of(System.getProperty("project.root", "..")).toAbsolutePath().normalize();

    private static final String PROGRAM = """
            package org.doseagent.cli;
            public class Main {
                public static void main(String[] args) {
                    System.out.println(String.join(" ", args));
                    java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments().forEach(System.out::println);
                }
            }
            class StartCache {
                public static void main(String[] args) throws java.io.IOException {
                    java.nio.file.Files.createFile(java.nio.file.Path.of(args[0], "libsqlitejdbc.so"));
                    java.nio.file.Files.createDirectory(java.nio.file.Path.of(args[1]));
                }
            }
            """;

    @TempDir
    private static Path compiled;

    @TempDir
    private Path folder;

    private Path jar;

    @BeforeAll
    static void compile() throws IOException {
        Path source = Files.writeString(compiled.resolve("Main.java"), PROGRAM);
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", compiled.toString(), source.toString()))
                .isZero();
    }

    @BeforeEach
    void pack() throws IOException {
        jar = folder.resolve("program/dose-agent.jar");
        Files.createDirectories(jar.getParent());
        write(jar);
    }

    @Test
    void the_first_start_fills_the_folder_beside_the_jar_and_the_second_uses_it() throws Exception {
        List<String> first = start("exams", "list");
        Path cache = onlyCache(beside());
        List<String> second = start("exams", "list");
        assertThat(first.get(0)).isEqualTo("exams list");
        assertThat(second)
                .contains("-Dorg.sqlite.lib.path=" + cache)
                .anyMatch(option ->
                        option.matches("-XX:(SharedArchiveFile|AOTCache)=.*") && option.contains(cache + "/classes."))
                .contains("-XX:TieredStopAtLevel=1");
        assertThat(cache).isDirectoryContaining("glob:**/classes.{jsa,aot}").isDirectoryNotContaining("glob:**/data");
        assertThat(onlyCache(beside())).isEqualTo(cache);
    }

    @Test
    void another_jar_of_the_same_name_does_not_use_the_folder_of_the_one_before() throws Exception {
        start("version");
        Path old = onlyCache(beside());
        Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        assertThat(start("version")).noneMatch(option -> option.contains(old.toString()));
        assertThat(old).doesNotExist();
        assertThat(onlyCache(beside())).isNotEqualTo(old);
    }

    @Test
    void the_cache_of_the_user_takes_the_folder_where_none_can_be_beside_the_jar() throws Exception {
        Files.createFile(beside());
        assertThat(start("version")).anyMatch(option -> option.startsWith("-Dorg.sqlite.lib.path=" + ofUser()));
        assertThat(onlyCache(ofUser())).isDirectory();
    }

    @Test
    void a_start_without_a_writable_folder_works_silently() throws Exception {
        Files.createFile(beside());
        Files.createDirectories(ofUser().getParent());
        Files.createFile(ofUser());
        assertThat(start("version"))
                .startsWith("version")
                .noneMatch(option -> option.matches(".*(SharedArchiveFile|AOTCache|sqlite).*"));
    }

    @Test
    void the_daemon_makes_no_folder_and_compiles_with_both_compilers() throws Exception {
        assertThat(start("--set", "dicom.port=0", "run"))
                .startsWith("--set dicom.port=0 run")
                .doesNotContain("-XX:TieredStopAtLevel=1");
        assertThat(beside()).doesNotExist();
    }

    @Test
    void an_installed_program_uses_the_jar_and_the_runtime_of_its_own_folder() throws Exception {
        Path program = installed();
        Path runtime = Files.createDirectories(program.resolve("runtime/bin"));
        Files.writeString(
                runtime.resolve("java"),
                "#!/bin/sh\necho own runtime\nexec \"" + System.getProperty("java.home") + "/bin/java\" \"$@\"\n");
        assertThat(runtime.resolve("java").toFile().setExecutable(true)).isTrue();
        ProcessBuilder builder =
                new ProcessBuilder(program.resolve("bin/dose-agent").toString(), "version");
        builder.environment().remove("JAVA_HOME");
        builder.environment().put("DOSE_AGENT_START_CACHE", "no");
        assertThat(linesOf(builder)).contains("own runtime", "version", "-Ddose-agent.home=" + program);
    }

    @Test
    void a_wrong_java_home_is_named() throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(installed().resolve("bin/dose-agent").toString(), "version");
        builder.environment().put("JAVA_HOME", "/no/such/java");
        assertThat(linesOf(builder))
                .containsExactly(
                        "dose-agent: JAVA_HOME is /no/such/java, and there is no program /no/such/java/bin/java;"
                                + " correct JAVA_HOME or unset it");
    }

    /** Returns the folder of a program as the packages install it. */
    private Path installed() throws IOException {
        Path program = folder.resolve("installed");
        Files.createDirectories(program.resolve("bin"));
        Files.copy(
                ROOT.resolve("scripts/dose-agent"),
                program.resolve("bin/dose-agent"),
                StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(jar, program.resolve("dose-agent.jar"));
        return program;
    }

    private static List<String> linesOf(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return out.lines().toList();
    }

    @Test
    void the_made_up_report_of_the_usual_commands_is_that_of_the_test_data() throws IOException {
        byte[] sample = Objects.requireNonNull(Main.class.getResourceAsStream("start-sample.dcm"))
                .readAllBytes();
        assertThat(ROOT.resolve("test-data/cases/canon-dose-check/01.dcm")).hasBinaryContent(sample);
    }

    private Path beside() {
        return jar.resolveSibling("start");
    }

    private Path ofUser() {
        return folder.resolve("cache/dose-agent");
    }

    private static Path onlyCache(Path place) throws IOException {
        try (Stream<Path> all = Files.list(place)) {
            List<Path> found = all.toList();
            assertThat(found).hasSize(1);
            return found.get(0);
        }
    }

    /** Starts the program; returns the lines it printed, and expects none on standard error. */
    private List<String> start(String... arguments) throws IOException, InterruptedException {
        List<String> line =
                new ArrayList<>(List.of(ROOT.resolve("scripts/dose-agent").toString()));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().put("DOSE_AGENT_JAR", jar.toString());
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("DOSE_AGENT_JAVA_OPTS");
        File err = Files.createTempFile(folder, "err", ".txt").toFile();
        Process process = builder.redirectError(err).start();
        List<String> out;
        try (Stream<String> lines =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines()) {
            out = lines.toList();
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(err).isEmpty();
        assertThat(process.exitValue()).isZero();
        return out;
    }

    private static void write(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "org.doseagent.cli.Main");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest)) {
            for (String name : List.of("Main", "StartCache")) {
                String entry = "org/doseagent/cli/" + name + ".class";
                entries.putNextEntry(new JarEntry(entry));
                entries.write(Files.readAllBytes(compiled.resolve(entry)));
                entries.closeEntry();
            }
        }
    }
}
