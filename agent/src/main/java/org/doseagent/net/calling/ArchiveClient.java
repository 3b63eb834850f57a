package org.doseagent.net.calling;

import java.io.IOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.DataSetReader;
import org.doseagent.dicom.DataSetWriter;
import org.doseagent.dicom.DicomException;
import org.doseagent.dicom.DicomLimits;
import org.doseagent.dicom.SopClass;
import org.doseagent.dicom.TransferSyntax;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.net.ObjectSink;
import org.doseagent.net.association.Negotiation.Context;
import org.doseagent.net.association.ObjectKeeper;
import org.doseagent.net.calling.ArchiveMessages.Message;
import org.doseagent.net.pdu.Command;
import org.doseagent.net.pdu.Command.SubOperations;

/**
 * Study Root Query/Retrieve as SCU (PS3.4 C.4): asks a PACS and has it send objects. What the PACS answers is bounded by {@link Limits}: an
 * answer beyond them ends the association and throws. Used by one thread. After an exception it can only be closed.
 */
public final class ArchiveClient implements AutoCloseable {

    private static final int PENDING = 0xFF00;

    /** Pending, and the PACS does not support one or more optional keys (PS3.4 table C.4-1). */
    private static final int PENDING_WITHOUT_KEYS = 0xFF01;

    private static final byte[] NO_DATA = new byte[0];

    /** The services of Study Root Query/Retrieve. */
    public enum Service {
        FIND(SopClass.STUDY_ROOT_FIND),
        MOVE(SopClass.STUDY_ROOT_MOVE),
        GET(SopClass.STUDY_ROOT_GET);

        private final String sopClassUid;

        Service(String sopClassUid) {
            this.sopClassUid = sopClassUid;
        }

        /** Returns what to do where the PACS does not support it. */
        private String advice() {
            return switch (this) {
                case FIND -> "";
                case MOVE -> "; set retrieve: get";
                case GET -> "; set retrieve: move";
            };
        }
    }

    /**
     * What the PACS may answer.
     *
     * @param maxAnswers matches of one query; the query is cancelled at the next one. Also objects of one retrieval
     * @param maxPending pending responses of one retrieval, and of a query that was cancelled
     * @param maxAnswerBytes bytes of one match
     * @param maxObjectBytes bytes of one object that the PACS sends
     * @param operation longest time of one query or retrieval
     */
    public record Limits(int maxAnswers, int maxPending, int maxAnswerBytes, int maxObjectBytes, Duration operation) {}

    /**
     * How a query ended.
     *
     * @param answers matches that were given to the caller
     * @param isCut whether the query was cancelled because of {@link Limits#maxAnswers}
     */
    public record QueryEnd(int status, int answers, boolean isCut) {

        /** PS3.4 table C.4-1: matching terminated, although nobody may have asked for it. */
        private static final int CANCELLED = 0xFE00;

        private static final int OUT_OF_RESOURCES = 0xA700;

        /** Returns whether every match was given to the caller. */
        public boolean isComplete() {
            return status == 0 && !isCut;
        }

        /** Returns whether a narrower query may get the rest: the PACS or we found the matches to be too many. */
        public boolean hasTooMany() {
            return isCut || status == CANCELLED || (status & 0xFFF0) == OUT_OF_RESOURCES;
        }
    }

    /** How a retrieval ended: the status and the numbers that the PACS states, and the objects that came on this association. */
    public record RetrieveEnd(int status, SubOperations counts, int objects) {}

    private final Requestor requestor;
    private final Limits limits;
    private final ArchiveMessages messages;

    private ArchiveClient(Requestor requestor, Limits limits) {
        this.requestor = requestor;
        this.limits = limits;
        this.messages = new ArchiveMessages(requestor, limits);
    }

    /**
     * Connects and proposes Study Root FIND, MOVE and GET, and to receive every report class on the same association.
     *
     * @throws IOException if the PACS cannot be reached, rejects, or does not answer in time; the message says which
     */
    public static ArchiveClient connect(Requestor.Settings settings, Limits limits) throws IOException {
        Proposal proposal = Proposal.toRetrieve(
                Stream.of(Service.values()).map(service -> service.sopClassUid).toList(), SopClass.STORAGE);
        return new ArchiveClient(Requestor.connect(settings, proposal), limits);
    }

    /**
     * Sends a C-FIND and gives each match to the consumer.
     *
     * @throws ProtocolException if the PACS does not support the query
     * @throws IOException if it breaks the protocol or a limit, or does not answer in time
     */
    public QueryEnd find(DataSet keys, Consumer<DataSet> consumer) throws IOException {
        int id = begin(Command.C_FIND_RQ, Service.FIND, keys);
        int answers = 0;
        int late = 0;
        while (true) {
            Message message = messages.next(id);
            int status = message.command().status();
            if (!isPending(status)) {
                return new QueryEnd(status, answers, late > 0);
            }
            if (answers < limits.maxAnswers()) {
                answers++;
                consumer.accept(identifier(message));
            } else {
                if (late++ == 0) {
                    requestor.write(message.contextId(), Command.cancelRequest(id), NO_DATA);
                }
                messages.requireAtMost(limits.maxPending(), late, "responses after the query was cancelled");
            }
        }
    }

    /** Has the PACS send objects on this association (C-GET); each one goes to the sink, whose status the PACS gets. */
    public RetrieveEnd get(DataSet keys, ObjectSink sink) throws IOException {
        int id = begin(Command.C_GET_RQ, Service.GET, keys);
        ObjectKeeper keeper = new ObjectKeeper(sink, messages.peer(), limits.maxObjectBytes());
        int objects = 0;
        int pending = 0;
        while (true) {
            Message message = messages.next(id);
            if (message.command().field() == Command.C_STORE_RQ) {
                messages.requireAtMost(limits.maxAnswers(), ++objects, "objects in one retrieval");
                store(message, keeper);
            } else if (isPending(message.command().status())) {
                messages.requireAtMost(limits.maxPending(), ++pending, "pending responses of one retrieval");
            } else {
                return new RetrieveEnd(
                        message.command().status(), message.command().subOperations(), objects);
            }
        }
    }

    /** Has the PACS send objects to an AE that it knows (C-MOVE). */
    public RetrieveEnd move(DataSet keys, AeTitle destination) throws IOException {
        int contextId = context(Service.MOVE);
        int id = requestor.nextId();
        messages.begin();
        requestor.write(
                contextId, Command.moveRequest(id, SopClass.STUDY_ROOT_MOVE, destination), encoded(contextId, keys));
        int pending = 0;
        while (true) {
            Command command = messages.next(id).command();
            if (!isPending(command.status())) {
                return new RetrieveEnd(command.status(), command.subOperations(), 0);
            }
            messages.requireAtMost(limits.maxPending(), ++pending, "pending responses of one retrieval");
        }
    }

    private static boolean isPending(int status) {
        return status == PENDING || status == PENDING_WITHOUT_KEYS;
    }

    private int begin(int field, Service service, DataSet keys) throws IOException {
        int contextId = context(service);
        int id = requestor.nextId();
        messages.begin();
        requestor.write(contextId, Command.queryRequest(field, id, service.sopClassUid), encoded(contextId, keys));
        return id;
    }

    private int context(Service service) throws IOException {
        OptionalInt context = requestor.contextOf(service.sopClassUid);
        if (context.isEmpty()) {
            throw new ProtocolException(
                    requestor.settings().remote() + " does not support Study Root C-" + service + service.advice());
        }
        return context.getAsInt();
    }

    private byte[] encoded(int contextId, DataSet keys) throws IOException {
        return DataSetWriter.write(keys, syntax(contextId));
    }

    private TransferSyntax syntax(int contextId) throws IOException {
        return requestor
                .context(contextId)
                .map(Context::transferSyntax)
                .flatMap(TransferSyntax::of)
                .orElseThrow(() ->
                        messages.broken("it accepted presentation context " + contextId + " in no syntax of ours"));
    }

    private DataSet identifier(Message message) throws IOException {
        byte[] bytes = message.data().bytes().orElseThrow(() -> messages.broken("a match is too long"));
        if (bytes.length > limits.maxAnswerBytes()) {
            throw messages.broken("a match has " + bytes.length + " bytes, the limit is " + limits.maxAnswerBytes());
        }
        try {
            return new DataSetReader(DicomLimits.DEFAULT.withMaxObjectBytes(limits.maxAnswerBytes()))
                    .read(bytes, syntax(message.contextId()));
        } catch (DicomException e) {
            throw messages.broken("a match cannot be read: " + e.getMessage());
        }
    }

    private void store(Message message, ObjectKeeper keeper) throws IOException {
        Context context = requestor
                .context(message.contextId())
                .orElseThrow(
                        () -> messages.broken("presentation context " + message.contextId() + " was not accepted"));
        ObjectKeeper.Answer answer = keeper.keep(message.command(), context, message.data());
        requestor.write(
                message.contextId(), message.command().response(answer.status().code(), answer.reason()), NO_DATA);
    }

    /** Returns the services that the PACS accepted. */
    public List<Service> services() {
        return Stream.of(Service.values())
                .filter(service -> requestor.contextOf(service.sopClassUid).isPresent())
                .toList();
    }

    /** Returns the status of a C-ECHO. */
    public int echo() throws IOException {
        return requestor.echo();
    }

    /** Releases the association; where an operation is not over, aborts it. */
    @Override
    public void close() throws IOException {
        if (messages.isUnderWay()) {
            requestor.abort();
        } else {
            requestor.close();
        }
    }
}
