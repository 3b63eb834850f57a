package org.doseagent.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.doseagent.store.HashChain.Fault;
import org.junit.jupiter.api.Test;

final class HashChainTest {

    private record Row(List<String> hashedFields, String previousHash, String hash) implements HashChain.Link {}

    private final List<Row> rows = new ArrayList<>();

    private void append(String... fields) {
        String previous =
                rows.isEmpty() ? HashChain.FIRST : rows.get(rows.size() - 1).hash();
        rows.add(new Row(List.of(fields), previous, HashChain.hashOf(previous, List.of(fields))));
    }

    @Test
    void a_whole_chain_has_no_break() {
        assertThat(HashChain.firstBreak(rows)).isEmpty();
        append("a", "b");
        append("c", "");
        assertThat(HashChain.firstBreak(rows)).isEmpty();
    }

    @Test
    void the_first_changed_row_is_found() {
        append("a");
        append("b");
        append("c");
        Row row = rows.get(1);
        rows.set(1, new Row(List.of("x"), row.previousHash(), row.hash()));
        assertThat(HashChain.firstBreak(rows)).hasValueSatisfying(found -> {
            assertThat(found.fault()).isEqualTo(Fault.CHANGED);
            assertThat(found.row()).isEqualTo(rows.get(1));
        });
    }

    @Test
    void a_deleted_and_an_inserted_row_are_found() {
        append("a");
        append("b");
        append("c");
        Row second = rows.remove(1);
        assertThat(HashChain.firstBreak(rows))
                .hasValueSatisfying(found -> assertThat(found.fault()).isEqualTo(Fault.NOT_LINKED));
        rows.add(1, second);
        rows.add(1, new Row(List.of("i"), HashChain.FIRST, HashChain.hashOf(HashChain.FIRST, List.of("i"))));
        assertThat(HashChain.firstBreak(rows))
                .hasValueSatisfying(found -> assertThat(found.row()).isEqualTo(rows.get(1)));
    }

    @Test
    void fields_do_not_run_into_each_other() {
        assertThat(HashChain.hashOf(HashChain.FIRST, List.of("ab", "c")))
                .isNotEqualTo(HashChain.hashOf(HashChain.FIRST, List.of("a", "bc")));
    }
}
