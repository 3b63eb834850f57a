package org.doseagent.net.association;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.atomic.AtomicReference;
import org.doseagent.net.AcceptorSettings;
import org.doseagent.net.AssociationListener;
import org.doseagent.net.ReceivedObject;
import org.doseagent.net.StoreStatus;
import org.doseagent.net.admission.ByteBudget;
import org.doseagent.net.pdu.Pdu;
import org.doseagent.net.pdu.PduDecoder;
import org.doseagent.net.pdu.PduEncoder;
import org.doseagent.net.pdu.PduException;
import org.doseagent.net.transport.Connection;

/**
 * Whole associations: whatever a peer sends, the association ends, its own failures are none, each of its answers can be read, and the
 * budget gets all its bytes back. {@code scripts/fuzz} runs it for long.
 */
final class AssociationFuzzTest {

    private static final byte[] REQUEST = PduEncoder.encode(ScriptedPeer.request("DOSE_AGENT", "FUZZ"));

    /** The first byte chooses how many bytes come at once; an odd one also sends a valid association request first. */
    @FuzzTest(maxDuration = "5m")
    void any_stream(byte[] input) throws PduException {
        if (input.length == 0) {
            return;
        }
        boolean isNegotiated = (input[0] & 1) != 0;
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.write(REQUEST, 0, isNegotiated ? REQUEST.length : 0);
        stream.write(input, 1, input.length - 1);
        run(new MemoryTransport(stream.toByteArray(), 1 + (input[0] & 0xFE) * 16));
    }

    /** Pieces of messages on the accepted contexts, so that the fuzzer need not find the headers first: context and control, length, bytes. */
    @FuzzTest(maxDuration = "5m")
    void any_pieces(byte[] input) throws PduException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.writeBytes(REQUEST);
        for (int at = 0; at + 2 <= input.length; ) {
            int length = Math.min(input[at + 1] & 0xFF, input.length - at - 2);
            byte[] bytes = new byte[length];
            System.arraycopy(input, at + 2, bytes, 0, length);
            int context = (input[at] & 0x80) == 0 ? ScriptedPeer.STORE_CONTEXT : ScriptedPeer.ECHO_CONTEXT;
            stream.writeBytes(ScriptedPeer.piece(context, input[at] & 3, bytes));
            at += 2 + length;
        }
        run(new MemoryTransport(stream.toByteArray(), 4096));
    }

    private static void run(MemoryTransport transport) throws PduException {
        AcceptorSettings settings = new WireSettings().build();
        ByteBudget budget = new ByteBudget(settings.limits().maxBytesInFlight());
        AtomicReference<String> outcome = new AtomicReference<>("");
        AssociationListener listener = new AssociationListener() {
            @Override
            public void ended(String how, boolean wasOpened) {
                outcome.set(how);
            }
        };
        Admission admission = new Admission(settings, listener);
        FailureLog failures = new FailureLog("fuzz");
        Association association = new Association(
                1,
                new Connection(transport, settings.limits().maxPduBytes()),
                new Services(
                        settings,
                        AssociationFuzzTest::check,
                        listener,
                        admission,
                        budget,
                        failures,
                        new WireLog(Integer.MAX_VALUE)),
                System.nanoTime());
        association.run();
        if (outcome.get().isEmpty() || failures.count() > 0) {
            throw new IllegalStateException("ended as " + outcome.get() + ", failures " + failures.count());
        }
        if (budget.free() != settings.limits().maxBytesInFlight()) {
            throw new IllegalStateException("the budget lost bytes");
        }
        readAll(transport.output());
    }

    private static StoreStatus check(ReceivedObject object) {
        if (object.dataSetBytes().length == 0 || object.dataSetBytes().length > WireSettings.MAX_OBJECT) {
            throw new IllegalStateException("object of " + object.dataSetBytes().length + " bytes");
        }
        return StoreStatus.SUCCESS;
    }

    private static void readAll(byte[] output) throws PduException {
        for (int at = 0; at < output.length; ) {
            int length = PduDecoder.bodyLength(output, at, 128 * 1024);
            Pdu pdu = PduDecoder.decode(output, at, length);
            at += PduDecoder.HEADER_BYTES + length;
            if (pdu instanceof Pdu.AssociateRequest) {
                throw new IllegalStateException("an acceptor never asks");
            }
        }
    }
}
