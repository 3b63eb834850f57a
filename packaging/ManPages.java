import java.io.File;
import org.doseagent.cli.Main;
import picocli.CommandLine;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/** Writes a manual page of the program and of each command, in AsciiDoc. Run by scripts/package with the jar and picocli-codegen. */
public final class ManPages {

    private ManPages() {}

    public static void main(String[] arguments) throws java.io.IOException {
        CommandLine line = Main.commandLine();
        // The help of the program knows its commands as they are looked up; picocli's own help command has no page of its own.
        int exit = ManPageGenerator.generateManPage(new File(arguments[0]), null, new boolean[0], true, line.getCommandSpec());
        System.exit(exit);
    }
}
