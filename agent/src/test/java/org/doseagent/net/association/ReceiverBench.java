package org.doseagent.net.association;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.net.AcceptorSettings;
import org.doseagent.net.AcceptorSettings.Access;
import org.doseagent.net.AcceptorSettings.Deadlines;
import org.doseagent.net.AcceptorSettings.Limits;
import org.doseagent.net.AcceptorSettings.Pace;
import org.doseagent.net.AssociationListener;
import org.doseagent.net.StoreStatus;

/** The receiver alone, with the shipped limits and a sink that only copies: what the wire costs without the store. Runs until it is ended. */
final class ReceiverBench {

    private static final PrintStream ERR = System.err;

    private ReceiverBench() {}

    /** Argument: the port to listen on. */
    public static void main(String[] args) throws Exception {
        AcceptorSettings settings = new AcceptorSettings(
                "127.0.0.1",
                Integer.parseInt(args[0]),
                new AeTitle("BENCH"),
                new Access(true, List.of()),
                new Limits(64, 32, 32, 512, 1000, 128 * 1024, 16 << 20, 64L << 20),
                new Deadlines(
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(60),
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(2),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(2)),
                new Pace(1024, Duration.ofSeconds(10), 20, 1 << 30, 600),
                Optional.empty());
        LongAdder bytes = new LongAdder();
        try (Acceptor acceptor = new Acceptor(
                settings,
                object -> {
                    bytes.add(object.dataSetBytes().clone().length);
                    return StoreStatus.SUCCESS;
                },
                Thread::new,
                AssociationListener.NONE)) {
            ERR.println("ready " + acceptor.start());
            new CountDownLatch(1).await();
        }
    }
}
