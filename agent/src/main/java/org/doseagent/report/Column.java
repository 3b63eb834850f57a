package org.doseagent.report;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A column of an export: its header with the unit, and a function from a row to its cell. */
record Column<T>(String header, Function<T, Optional<?>> cell) {

    static <T> Column<T> of(String header, Function<T, ?> cell) {
        return new Column<>(header, row -> Optional.of(cell.apply(row)));
    }

    static <T> List<String> headers(List<Column<T>> columns) {
        return columns.stream().map(Column::header).toList();
    }

    static <T> List<?> cells(List<Column<T>> columns, T row) {
        return columns.stream()
                .map(column ->
                        column.cell().apply(row).map(cell -> (Object) cell).orElse(""))
                .toList();
    }
}
