package org.doseagent.cli.output;

import java.io.PrintWriter;
import java.io.Writer;

/**
 * The output of a command. Text for people passes through {@link Plain}; JSON and CSV go to {@link #data} unchanged, unless the output is
 * a terminal.
 */
public final class Screen extends PrintWriter {

    private final PrintWriter data;

    private Screen(PrintWriter data) {
        super(new Plain(data));
        this.data = data;
    }

    /** Returns a screen over a stream or a file. */
    public static Screen over(PrintWriter out) {
        return new Screen(out);
    }

    /** Returns a screen over a terminal, where data are filtered too. */
    public static Screen overTerminal(Writer terminal) {
        return new Screen(new PrintWriter(new Plain(terminal), true));
    }

    /** Returns the writer of data for programs. */
    public PrintWriter data() {
        return data;
    }
}
