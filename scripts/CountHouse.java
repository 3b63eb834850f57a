import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Counts the figures that show how well the main code keeps to the style guide, from the syntax trees of its sources: per room and in
 * total. Run by {@code scripts/count-house}.
 */
public final class CountHouse {

    private static final int MAX_METHOD_LINES = 60;
    private static final int MAX_FILE_LINES = 500;

    /** The figures of one room. */
    private static final class Room {
        int files;
        int lines;
        int types;
        int publicTypes;
        final List<Integer> packageFiles = new ArrayList<>();
    }

    private final Map<String, Room> rooms = new TreeMap<>();
    private final Map<String, Integer> packages = new TreeMap<>();
    private final Map<String, Set<String>> mentions = new HashMap<>();
    private final Map<String, String> topLevel = new HashMap<>();
    private final List<String> wideRecords = new ArrayList<>();
    private final List<String> widestRecords = new ArrayList<>();
    private final List<String> optionalComponents = new ArrayList<>();
    private final List<String> optionalParameters = new ArrayList<>();
    private final List<String> adjacentStrings = new ArrayList<>();
    private final List<String> longMethods = new ArrayList<>();
    private final List<String> manyParameters = new ArrayList<>();
    private final List<String> longFiles = new ArrayList<>();

    public static void main(String[] args) throws IOException {
        Path root = Path.of(args[0], "agent/src/main/java/org/doseagent");
        CountHouse house = new CountHouse();
        house.read(root);
        house.print(args.length > 1 && args[1].equals("--list"));
    }

    private void read(Path root) throws IOException {
        List<Path> sources;
        try (Stream<Path> all = Files.walk(root)) {
            sources = all.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task =
                    (JavacTask) compiler.getTask(null, manager, null, List.of(), null, manager.getJavaFileObjectsFromPaths(sources));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                count(root, unit, positions);
            }
        }
    }

    private void count(Path root, CompilationUnitTree unit, SourcePositions positions) throws IOException {
        Path file = root.relativize(Path.of(unit.getSourceFile().toUri()));
        String room = file.getNameCount() > 1 ? file.getName(0).toString() : "";
        Room counted = rooms.computeIfAbsent(room, absent -> new Room());
        int lines = (int) Files.lines(root.resolve(file)).count();
        counted.files++;
        counted.lines += lines;
        packages.merge(String.valueOf(file.getParent()), 1, Integer::sum);
        if (lines > MAX_FILE_LINES) {
            longFiles.add(file + " " + lines);
        }
        Set<String> named = new HashSet<>();
        mentions.put(file.toString(), named);
        new TreePathScanner<Void, Void>() {
            @Override
            public Void visitClass(ClassTree type, Void none) {
                type(file, unit, counted, type, getCurrentPath().getParentPath().getLeaf());
                return super.visitClass(type, none);
            }

            @Override
            public Void visitMethod(MethodTree method, Void none) {
                method(file, unit, positions, method, getCurrentPath().getParentPath().getLeaf());
                return super.visitMethod(method, none);
            }

            @Override
            public Void visitIdentifier(IdentifierTree name, Void none) {
                named.add(name.getName().toString());
                return super.visitIdentifier(name, none);
            }

            @Override
            public Void visitMemberSelect(MemberSelectTree name, Void none) {
                named.add(name.getIdentifier().toString());
                return super.visitMemberSelect(name, none);
            }
        }.scan(unit, null);
    }

    private void type(Path file, CompilationUnitTree unit, Room room, ClassTree type, Tree parent) {
        if (type.getSimpleName().isEmpty()) {
            return;
        }
        room.types++;
        if (parent == unit) {
            topLevel.put(type.getSimpleName().toString(), file.toString());
            if (type.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
                room.publicTypes++;
            }
        }
        if (type.getKind() == Tree.Kind.RECORD) {
            List<VariableTree> parts = components(type);
            int components = parts.size();
            if (parts.stream().anyMatch(part -> String.valueOf(part.getType()).startsWith("Optional<"))) {
                optionalComponents.add(file + " " + type.getSimpleName());
            }
            if (components > 4) {
                wideRecords.add(type.getSimpleName() + " " + components);
            }
            if (components > 8) {
                widestRecords.add(file + " " + type.getSimpleName() + " " + components);
            }
        }
    }

    private void method(Path file, CompilationUnitTree unit, SourcePositions positions, MethodTree method, Tree owner) {
        String name = file + " " + method.getName();
        List<String> types = method.getParameters().stream()
                .map(parameter -> String.valueOf(parameter.getType()))
                .toList();
        if (method.getName().contentEquals("<init>") && positions.getStartPosition(unit, method) < 0) {
            return;
        }
        boolean isCanonical = isCanonical(method, owner);
        if (!isCanonical && types.stream().anyMatch(each -> each.startsWith("Optional<"))) {
            optionalParameters.add(name);
        }
        for (int i = 1; i < types.size(); i++) {
            if (types.get(i).equals("String") && types.get(i - 1).equals("String")) {
                adjacentStrings.add(name);
                break;
            }
        }
        if (!isCanonical && types.size() > 4) {
            manyParameters.add(name + " " + types.size());
        }
        long first = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method));
        long last = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, method));
        if (last - first + 1 > MAX_METHOD_LINES) {
            longMethods.add(name + " " + (last - first + 1));
        }
    }

    /** The constructor of a record that takes its components in their order: its parameters are counted as components of the record. */
    private static boolean isCanonical(MethodTree method, Tree owner) {
        if (!method.getName().contentEquals("<init>") || owner.getKind() != Tree.Kind.RECORD) {
            return false;
        }
        List<String> parameters =
                method.getParameters().stream().map(each -> each.getName().toString()).toList();
        return parameters.equals(components((ClassTree) owner).stream().map(each -> each.getName().toString()).toList());
    }

    private static List<VariableTree> components(ClassTree type) {
        return type.getMembers().stream()
                .filter(member -> member instanceof VariableTree field
                        && !field.getModifiers().getFlags().contains(Modifier.STATIC))
                .map(VariableTree.class::cast)
                .toList();
    }

    private List<String> withOneCaller() {
        List<String> names = new ArrayList<>();
        topLevel.forEach((type, own) -> {
            long callers = mentions.entrySet().stream()
                    .filter(entry -> !entry.getKey().equals(own) && entry.getValue().contains(type))
                    .count();
            if (callers == 1) {
                names.add(own);
            }
        });
        return names;
    }

    private void print(boolean withNames) {
        System.out.printf("%-12s %6s %7s %6s %7s%n", "room", "files", "lines", "types", "public");
        int[] sum = new int[3];
        rooms.forEach((name, room) -> {
            System.out.printf(
                    "%-12s %6d %7d %6d %7d%n", name.isEmpty() ? "." : name, room.files, room.lines, room.types, room.publicTypes);
            sum[0] += room.files;
            sum[1] += room.lines;
            sum[2] += room.types;
        });
        System.out.printf("%-12s %6d %7d %6d%n%n", "total", sum[0], sum[1], sum[2]);
        List<String> crowded = packages.entrySet().stream()
                .filter(entry -> entry.getValue() > 20)
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .toList();
        row("packages with more than 20 files", crowded, withNames);
        row("records with more than 4 components", wideRecords, withNames);
        row("records with more than 8 components", widestRecords, withNames);
        row("records with an Optional component", optionalComponents, withNames);
        row("methods with an Optional parameter *", optionalParameters, withNames);
        row("methods with adjacent String parameters", adjacentStrings, withNames);
        row("methods with more than 4 parameters *", manyParameters, withNames);
        row("methods longer than 60 lines", longMethods, withNames);
        row("files longer than 500 lines", longFiles, withNames);
        row("top-level types with one caller", withOneCaller(), withNames);
        System.out.println("* a constructor that takes the components of its record in their order is not counted: see the records");
    }

    private static void row(String what, List<String> names, boolean withNames) {
        System.out.printf("%-42s %4d%n", what, names.size());
        if (withNames) {
            names.stream().sorted().forEach(name -> System.out.println("    " + name));
        }
    }
}
