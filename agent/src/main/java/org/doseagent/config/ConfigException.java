package org.doseagent.config;

import java.util.List;

/**
 * A configuration or a file of levels that cannot be used; carries every problem at once, each with file, key, value and rule. Unchecked:
 * files are read when they are needed, and nobody but the command line can do anything about it.
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
