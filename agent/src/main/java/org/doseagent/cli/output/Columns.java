package org.doseagent.cli.output;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;

/**
 * How the things of a list are shown.
 *
 * @param json one thing as JSON; fields are a contract
 * @param fields all fields of that JSON, in the order of the CSV; see {@link Csv}
 * @param headers those that people see on a terminal, and {@code cells} what stands under them
 */
public record Columns<T>(
        Function<T, ObjectNode> json, List<String> fields, List<String> headers, Function<T, List<String>> cells) {

    public Columns {
        fields = List.copyOf(fields);
        headers = List.copyOf(headers);
    }
}
