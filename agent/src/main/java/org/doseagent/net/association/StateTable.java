package org.doseagent.net.association;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The upper layer state machine (PS3.8 9.2, table 9-10): for every state and event the action, or that they cannot meet. */
@SuppressWarnings("EnumOrdinal") // rows and columns of the standard are numbered
final class StateTable {

    /** PS3.8 9.2.1; the number is that of the standard. */
    enum State {
        STA1_IDLE,
        STA2_AWAITING_ASSOCIATE_RQ,
        STA3_AWAITING_LOCAL_ASSOCIATE_RESPONSE,
        STA4_AWAITING_TRANSPORT_OPEN,
        STA5_AWAITING_ASSOCIATE_AC_OR_RJ,
        STA6_ESTABLISHED,
        STA7_AWAITING_RELEASE_RP,
        STA8_AWAITING_LOCAL_RELEASE_RESPONSE,
        STA9_COLLISION_REQUESTOR_AWAITING_LOCAL_RESPONSE,
        STA10_COLLISION_ACCEPTOR_AWAITING_RELEASE_RP,
        STA11_COLLISION_REQUESTOR_AWAITING_RELEASE_RP,
        STA12_COLLISION_ACCEPTOR_AWAITING_LOCAL_RESPONSE,
        STA13_AWAITING_TRANSPORT_CLOSE
    }

    /** PS3.8 9.2.2, in the order of the rows. */
    enum Event {
        EV1_LOCAL_ASSOCIATE_REQUEST,
        EV2_TRANSPORT_CONFIRMED,
        EV3_ASSOCIATE_AC,
        EV4_ASSOCIATE_RJ,
        EV5_TRANSPORT_INDICATION,
        EV6_ASSOCIATE_RQ,
        EV7_LOCAL_ACCEPT,
        EV8_LOCAL_REJECT,
        EV9_LOCAL_P_DATA,
        EV10_P_DATA,
        EV11_LOCAL_RELEASE_REQUEST,
        EV12_RELEASE_RQ,
        EV13_RELEASE_RP,
        EV14_LOCAL_RELEASE_RESPONSE,
        EV15_LOCAL_ABORT,
        EV16_ABORT,
        EV17_TRANSPORT_CLOSED,
        EV18_ARTIM_EXPIRED,
        EV19_INVALID_PDU
    }

    /** PS3.8 tables 9-6 to 9-9; each leads to one state, but for AE-6 and AR-8, where the caller decides. */
    enum Action {
        AE1(4),
        AE2(5),
        AE3(6),
        AE4(1),
        AE5(2),
        AE6(3),
        AE7(6),
        AE8(13),
        DT1(6),
        DT2(6),
        AR1(7),
        AR2(8),
        AR3(1),
        AR4(13),
        AR5(1),
        AR6(7),
        AR7(8),
        AR8(10),
        AR9(11),
        AR10(12),
        AA1(13),
        AA2(1),
        AA3(1),
        AA4(1),
        AA5(1),
        AA6(13),
        AA7(13),
        AA8(13);

        private final int next;

        Action(int next) {
            this.next = next;
        }

        /** Returns the state that follows; for AE-6 the one after an acceptable request, for AR-8 that of an acceptor. */
        State next() {
            return State.values()[next - 1];
        }
    }

    /** One row an event, one column a state; a dash where they cannot meet. */
    private static final String TABLE = """
             1   2   3   4   5   6   7   8   9   10  11  12  13
        1    AE1 -   -   -   -   -   -   -   -   -   -   -   -
        2    -   -   -   AE2 -   -   -   -   -   -   -   -   -
        3    -   AA1 AA8 -   AE3 AA8 AA8 AA8 AA8 AA8 AA8 AA8 AA6
        4    -   AA1 AA8 -   AE4 AA8 AA8 AA8 AA8 AA8 AA8 AA8 AA6
        5    AE5 -   -   -   -   -   -   -   -   -   -   -   -
        6    -   AE6 AA8 -   AA8 AA8 AA8 AA8 AA8 AA8 AA8 AA8 AA7
        7    -   -   AE7 -   -   -   -   -   -   -   -   -   -
        8    -   -   AE8 -   -   -   -   -   -   -   -   -   -
        9    -   -   -   -   -   DT1 -   AR7 -   -   -   -   -
        10   -   AA1 AA8 -   AA8 DT2 AR6 AA8 AA8 AA8 AA8 AA8 AA6
        11   -   -   -   -   -   AR1 -   -   -   -   -   -   -
        12   -   AA1 AA8 -   AA8 AR2 AR8 AA8 AA8 AA8 AA8 AA8 AA6
        13   -   AA1 AA8 -   AA8 AA8 AR3 AA8 AA8 AR10 AR3 AA8 AA6
        14   -   -   -   -   -   -   -   AR4 AR9 -   -   AR4 -
        15   -   -   AA1 AA2 AA1 AA1 AA1 AA1 AA1 AA1 AA1 AA1 -
        16   -   AA2 AA3 -   AA3 AA3 AA3 AA3 AA3 AA3 AA3 AA3 AA2
        17   -   AA5 AA4 AA4 AA4 AA4 AA4 AA4 AA4 AA4 AA4 AA4 AR5
        18   -   AA2 -   -   -   -   -   -   -   -   -   -   AA2
        19   -   AA1 AA8 -   AA8 AA8 AA8 AA8 AA8 AA8 AA8 AA8 AA7
        """;

    private static final Map<Event, List<Optional<Action>>> ACTIONS = parse();

    private StateTable() {}

    /** Returns the action; empty where the standard has a blank. */
    static Optional<Action> action(State state, Event event) {
        List<Optional<Action>> row = ACTIONS.get(event);
        return row == null ? Optional.empty() : row.get(state.ordinal());
    }

    private static Map<Event, List<Optional<Action>>> parse() {
        Map<Event, List<Optional<Action>>> rows = new EnumMap<>(Event.class);
        List<String> lines = TABLE.lines().skip(1).toList();
        for (int i = 0; i < lines.size(); i++) {
            List<Optional<Action>> row = new ArrayList<>();
            String[] cells = lines.get(i).strip().split(" +", -1);
            for (int column = 1; column < cells.length; column++) {
                row.add(cells[column].equals("-") ? Optional.empty() : Optional.of(Action.valueOf(cells[column])));
            }
            rows.put(Event.values()[i], row);
        }
        return rows;
    }
}
