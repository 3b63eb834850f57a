package org.doseagent;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.ClassesShould;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rooms of the design: arrows point down, no circles, and the "never" column. */
class ArchitectureTest {

    /** The floors of the house, the lowest first. A room may import any room of a floor below its own, and no other. */
    private static final List<List<String>> FLOORS = List.of(
            List.of("dicom", "dose"),
            List.of("rdsr", "drl", "trend", "aggregate"),
            List.of("net", "store"),
            List.of("intake", "review", "release", "forward", "notify", "report", "pacs", "repository"),
            List.of("config"),
            List.of("daemon"),
            List.of("cli"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.doseagent");

    @TestFactory
    Stream<DynamicTest> arrows_point_down() {
        return FLOORS.stream()
                .flatMap(List::stream)
                .sorted()
                .map(room -> DynamicTest.dynamicTest(room, () -> arrowsOf(room).check(CLASSES)));
    }

    private static ArchRule arrowsOf(String room) {
        String[] forbidden = rooms(notBelow(room).toArray(String[]::new));
        return noClasses()
                .that()
                .resideInAnyPackage(rooms(room))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden);
    }

    /** Returns the other rooms of this room's floor and all rooms of the floors above. */
    private static List<String> notBelow(String room) {
        return FLOORS.stream()
                .dropWhile(floor -> !floor.contains(room))
                .flatMap(List::stream)
                .filter(other -> !other.equals(room))
                .toList();
    }

    @Test
    void every_class_is_in_a_room() {
        String[] all = rooms(FLOORS.stream().flatMap(List::stream).toArray(String[]::new));
        classes().should().resideInAnyPackage(all).check(CLASSES);
    }

    @Test
    void rooms_form_no_circle() {
        slices().matching("org.doseagent.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    /** On a machine with Arabic as its language, a number would otherwise be printed with digits that no program reads. */
    @Test
    void every_format_names_its_locale() {
        noClasses()
                .should()
                .callMethod(String.class, "format", String.class, Object[].class)
                .orShould()
                .callMethod(PrintWriter.class, "printf", String.class, Object[].class)
                .check(CLASSES);
    }

    /** The parts of {@code aggregate} and what each may import of the others. */
    private static final Map<String, Set<String>> PARTS_OF_AGGREGATE = Map.of(
            "cells", Set.of(),
            "control", Set.of("cells"),
            "attack", Set.of("cells", "control"),
            "render", Set.of("cells"),
            "benchmark", Set.of("cells", "control", "render"));

    @Test
    void the_parts_of_aggregate_import_only_what_their_table_allows() {
        PARTS_OF_AGGREGATE.forEach((part, allowed) -> {
            String[] forbidden = PARTS_OF_AGGREGATE.keySet().stream()
                    .filter(other -> !other.equals(part) && !allowed.contains(other))
                    .map(other -> "aggregate." + other)
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAnyPackage(rooms("aggregate." + part))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(rooms(forbidden))
                    .check(CLASSES);
        });
        slices().matching("org.doseagent.aggregate.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    /** The roots of {@code cli} and {@code store}, and {@code store.sql}, share code with parts that they also call. No other part is in a circle. */
    @Test
    void packages_form_no_circle() {
        JavaClasses classes = CLASSES.that(DescribedPredicate.not(
                resideInAnyPackage("org.doseagent.cli", "org.doseagent.store", "org.doseagent.store.sql")));
        slices().matching("org.doseagent.(**)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void every_class_of_aggregate_is_in_a_part() {
        classes()
                .that()
                .resideInAPackage("org.doseagent.aggregate..")
                .should()
                .resideInAnyPackage(rooms(PARTS_OF_AGGREGATE.keySet().stream()
                        .map(part -> "aggregate." + part)
                        .toArray(String[]::new)))
                .orShould()
                .haveSimpleName("package-info")
                .check(CLASSES);
    }

    private static final Pattern ROW = Pattern.compile("\\| (?:`(\\w+)`)? *\\| ([^|]*) \\|.*");

    private static final Pattern WORD = Pattern.compile("`([\\w.]+)`");

    /** The table "Parts of a room" of docs/architecture.md. */
    @Test
    void every_part_of_a_room_has_a_row_and_every_row_a_part() throws IOException {
        Set<String> parts = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.matches("org\\.doseagent\\.\\w+\\..+"))
                .map(name -> name.substring("org.doseagent.".length()))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(rows()).isEqualTo(parts);
    }

    private static Set<String> rows() throws IOException {
        String text = Files.readString(Path.of(System.getProperty("project.root", ".."), "docs", "architecture.md"));
        String table = text.substring(text.indexOf("## Parts of a room"), text.indexOf("## The walk"));
        Set<String> rows = new TreeSet<>();
        String room = "";
        for (String line : table.lines().toList()) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                room = row.group(1) == null ? room : row.group(1);
                Matcher part = WORD.matcher(row.group(2));
                while (part.find()) {
                    rows.add(room + "." + part.group(1));
                }
            }
        }
        return rows;
    }

    @Test
    void only_net_opens_dicom_sockets_and_only_forward_and_notify_send_http_and_mail() {
        for (String type : List.of("java.net.Socket", "java.net.ServerSocket", "java.nio.channels.SocketChannel")) {
            outside("net").dependOnClassesThat().haveFullyQualifiedName(type).check(CLASSES);
        }
        outside("forward", "notify")
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..")
                .check(CLASSES);
        outside("notify")
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.mail..", "org.eclipse.angus..")
                .check(CLASSES);
    }

    @Test
    void only_store_speaks_sql() {
        outside("store")
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.sqlite..")
                .check(CLASSES);
    }

    @Test
    void dicom_and_dose_import_only_the_jdk() {
        noClasses()
                .that()
                .resideInAnyPackage(rooms("dicom", "dose"))
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "java..", "javax.crypto..", "org.doseagent.dicom..", "org.doseagent.dose..", "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void pure_rooms_touch_no_file() {
        noClasses()
                .that()
                .resideInAnyPackage(rooms("dicom", "dose", "net", "rdsr", "drl", "trend", "aggregate"))
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.nio.file.Files")
                .check(CLASSES);
    }

    @Test
    void only_cli_prints_or_exits() {
        Predicate<JavaAccess<?>> prints = access -> access.getTargetOwner().isEquivalentTo(System.class)
                && List.of("out", "err", "exit").contains(access.getTarget().getName());
        outside("cli").accessTargetWhere(described("prints or exits", prints)).check(CLASSES);
    }

    @Test
    void only_daemon_reads_the_system_clock_and_makes_threads() {
        Predicate<JavaAccess<?>> clock = access -> access.getTargetOwner().isEquivalentTo(Clock.class)
                && access.getTarget().getName().startsWith("system");
        Predicate<JavaAccess<?>> thread = access -> access.getTargetOwner().isEquivalentTo(Thread.class)
                && List.of("<init>", "sleep").contains(access.getTarget().getName());
        outside("daemon")
                .accessTargetWhere(described("asks the system clock", clock))
                .check(CLASSES);
        outside("daemon").accessTargetWhere(described("makes a thread", thread)).check(CLASSES);
    }

    private static ClassesShould outside(String... room) {
        return noClasses().that().resideOutsideOfPackages(rooms(room)).should();
    }

    private static String[] rooms(String... names) {
        return Stream.of(names).map(name -> "org.doseagent." + name + "..").toArray(String[]::new);
    }

    private static DescribedPredicate<JavaAccess<?>> described(String description, Predicate<JavaAccess<?>> test) {
        return DescribedPredicate.describe(description, test);
    }
}
