package org.doseagent.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class XlsxSinkTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1+1", "@SUM(1)", "\t=1", "=cmd|' /C calc'!A0", "<a>&\"", "１", "0012"})
    void a_text_is_a_text_whatever_it_begins_with(String text) throws IOException {
        try (XlsxSink sink = new XlsxSink(bytes, "0.1.0")) {
            sink.table("t", List.of("text"));
            sink.row(List.of(text));
        }
        Cell cell =
                sheets().get(0).openStream().skip(1).findFirst().orElseThrow().getCell(0);
        assertThat(cell.getType()).isEqualTo(CellType.STRING);
        assertThat(cell.asString()).isEqualTo(text);
    }

    @Test
    void numbers_are_numbers_and_dates_are_dates() throws IOException {
        try (XlsxSink sink = new XlsxSink(bytes, "development")) {
            sink.table("t", List.of("DLP [mGy·cm]", "n", "day", "time", "absent"));
            sink.row(List.of(
                    new BigDecimal("510.350"),
                    20,
                    LocalDate.of(2026, 10, 5),
                    LocalDateTime.of(2026, 10, 5, 9, 30),
                    ""));
        }
        Row row = sheets().get(0).openStream().skip(1).findFirst().orElseThrow();
        assertThat(row.getCell(0).asNumber()).isEqualByComparingTo("510.35");
        assertThat(row.getCell(1).asNumber()).isEqualByComparingTo("20");
        assertThat(row.getCell(2).asDate()).isEqualTo(LocalDateTime.of(2026, 10, 5, 0, 0));
        assertThat(row.getCell(2).getDataFormatString()).isEqualTo("yyyy-mm-dd");
        assertThat(row.getCell(3).asDate()).isEqualTo(LocalDateTime.of(2026, 10, 5, 9, 30));
        assertThat(row.getOptionalCell(4)).isEmpty();
    }

    @Test
    void a_table_longer_than_a_sheet_goes_on_in_the_next_under_its_headers() throws IOException {
        try (XlsxSink sink = new XlsxSink(bytes, "0.1", 1_000)) {
            sink.table("events", List.of("number"));
            for (int i = 0; i < 2_500; i++) {
                sink.row(List.of(i));
            }
            sink.table("about", List.of("What"));
        }
        List<Sheet> sheets = sheets();
        assertThat(sheets.stream().map(Sheet::getName)).containsExactly("events", "events 2", "events 3", "about");
        int next = 0;
        for (Sheet sheet : sheets.subList(0, 3)) {
            List<Row> rows = sheet.read();
            assertThat(rows).hasSizeLessThanOrEqualTo(1_000);
            assertThat(rows.get(0).getCell(0).asString()).isEqualTo("number");
            for (Row row : rows.subList(1, rows.size())) {
                assertThat(row.getCell(0).asNumber()).isEqualByComparingTo(BigDecimal.valueOf(next++));
            }
        }
        assertThat(next).isEqualTo(2_500);
    }

    private List<Sheet> sheets() throws IOException {
        try (Stream<Sheet> sheets = new ReadableWorkbook(
                        new ByteArrayInputStream(bytes.toByteArray()),
                        new org.dhatim.fastexcel.reader.ReadingOptions(true, true))
                .getSheets()) {
            return sheets.toList();
        }
    }
}
