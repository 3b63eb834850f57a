package org.doseagent.config;

import java.util.List;

/**
 * A configuration or a file of levels that cannot be used; contains all problems, each with file, key, value and rule. It is unchecked
 * because files are read when they are needed, and only the command line can report the problems.
 */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    public ConfigException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
