package org.doseagent.net.association;

import static org.assertj.core.api.Assertions.assertThat;

import org.doseagent.net.association.StateTable.Action;
import org.doseagent.net.association.StateTable.Event;
import org.doseagent.net.association.StateTable.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StateTableTest {

    @ParameterizedTest
    @EnumSource(Event.class)
    void has_a_cell_for_every_state(Event event) {
        for (State state : State.values()) {
            assertThat(StateTable.action(state, event)).isNotNull();
        }
    }

    @Test
    void has_as_many_actions_as_the_standard() {
        long filled = 0;
        for (State state : State.values()) {
            for (Event event : Event.values()) {
                filled += StateTable.action(state, event).isPresent() ? 1 : 0;
            }
        }
        assertThat(filled).isEqualTo(123);
    }

    @ParameterizedTest
    @CsvSource({
        "STA1_IDLE, EV5_TRANSPORT_INDICATION, AE5, STA2_AWAITING_ASSOCIATE_RQ",
        "STA2_AWAITING_ASSOCIATE_RQ, EV10_P_DATA, AA1, STA13_AWAITING_TRANSPORT_CLOSE",
        "STA6_ESTABLISHED, EV10_P_DATA, DT2, STA6_ESTABLISHED",
        "STA6_ESTABLISHED, EV6_ASSOCIATE_RQ, AA8, STA13_AWAITING_TRANSPORT_CLOSE",
        "STA6_ESTABLISHED, EV12_RELEASE_RQ, AR2, STA8_AWAITING_LOCAL_RELEASE_RESPONSE",
        "STA8_AWAITING_LOCAL_RELEASE_RESPONSE, EV14_LOCAL_RELEASE_RESPONSE, AR4, STA13_AWAITING_TRANSPORT_CLOSE",
        "STA13_AWAITING_TRANSPORT_CLOSE, EV18_ARTIM_EXPIRED, AA2, STA1_IDLE",
        "STA13_AWAITING_TRANSPORT_CLOSE, EV6_ASSOCIATE_RQ, AA7, STA13_AWAITING_TRANSPORT_CLOSE"
    })
    void leads_where_the_standard_says(State state, Event event, Action action, State next) {
        assertThat(StateTable.action(state, event)).contains(action);
        assertThat(action.next()).isEqualTo(next);
    }
}
