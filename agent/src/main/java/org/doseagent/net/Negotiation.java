package org.doseagent.net;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.doseagent.dicom.SopClass;
import org.doseagent.dicom.TransferSyntax;

/** Answers an A-ASSOCIATE-RQ (PS3.8 7.1, PS3.7 D.3). Pure. */
final class Negotiation {

    static final int ACCEPTANCE = 0;
    static final int NO_REASON = 2;
    static final int ABSTRACT_SYNTAX_NOT_SUPPORTED = 3;
    static final int TRANSFER_SYNTAXES_NOT_SUPPORTED = 4;

    /** An accepted presentation context. */
    record Context(String abstractSyntax, String transferSyntax) {}

    private final AcceptorSettings settings;
    private final Callers callers;

    Negotiation(AcceptorSettings settings) {
        this.settings = settings;
        this.callers = new Callers(settings.allowedCallers());
    }

    /** Returns the rejection that a request deserves (PS3.8 9.3.4); empty when it is acceptable. */
    Optional<Pdu.AssociateReject> rejection(Pdu.AssociateRequest request, InetAddress peer) {
        if ((request.protocolVersion() & 1) == 0) {
            return Optional.of(new Pdu.AssociateReject(1, 2, 2));
        }
        if (!request.applicationContext().equals(PduEncoder.APPLICATION_CONTEXT)) {
            return Optional.of(new Pdu.AssociateReject(1, 1, 2));
        }
        if (!settings.acceptAnyCalledAeTitle() && !request.calledAeTitle().equals(settings.aeTitle())) {
            return Optional.of(new Pdu.AssociateReject(1, 1, 7));
        }
        if (request.callingAeTitle().isEmpty() || !callers.isAllowed(request.callingAeTitle(), peer)) {
            return Optional.of(new Pdu.AssociateReject(1, 1, 3));
        }
        return Optional.empty();
    }

    /** Returns the acceptance; each context is answered once, with a transfer syntax out of its own list. */
    Pdu.AssociateAccept accept(Pdu.AssociateRequest request) {
        List<Pdu.AnsweredContext> answers = new ArrayList<>();
        Set<Integer> ids = new HashSet<>();
        for (Pdu.ProposedContext proposed : request.contexts()) {
            if (ids.add(proposed.id())) {
                answers.add(answer(proposed));
            }
        }
        return new Pdu.AssociateAccept(
                request.calledAeTitle(),
                request.callingAeTitle(),
                answers,
                new Pdu.UserInformation(
                        settings.maxPduBytes(),
                        PduEncoder.IMPLEMENTATION_CLASS,
                        PduEncoder.IMPLEMENTATION_VERSION,
                        request.user().hasAsyncWindow(),
                        roles(request),
                        request.user().wantsIdentityAnswer()));
    }

    static Map<Integer, Context> accepted(Pdu.AssociateRequest request, List<Pdu.AnsweredContext> answers) {
        Map<Integer, String> abstractSyntaxes = new HashMap<>();
        request.contexts().forEach(proposed -> abstractSyntaxes.putIfAbsent(proposed.id(), proposed.abstractSyntax()));
        Map<Integer, Context> accepted = new HashMap<>();
        for (Pdu.AnsweredContext answer : answers) {
            String abstractSyntax = abstractSyntaxes.get(answer.id());
            if (answer.result() == ACCEPTANCE && abstractSyntax != null) {
                accepted.put(answer.id(), new Context(abstractSyntax, answer.transferSyntax()));
            }
        }
        return accepted;
    }

    private static Pdu.AnsweredContext answer(Pdu.ProposedContext proposed) {
        boolean isKnown = proposed.abstractSyntax().equals(SopClass.VERIFICATION)
                || SopClass.STORAGE.contains(proposed.abstractSyntax());
        String fallback = TransferSyntax.IMPLICIT_LITTLE_ENDIAN.uid();
        if (!isKnown) {
            return new Pdu.AnsweredContext(proposed.id(), ABSTRACT_SYNTAX_NOT_SUPPORTED, fallback);
        }
        if (proposed.id() % 2 == 0) {
            return new Pdu.AnsweredContext(proposed.id(), NO_REASON, fallback);
        }
        for (TransferSyntax preferred : TransferSyntax.values()) {
            if (proposed.transferSyntaxes().contains(preferred.uid())) {
                return new Pdu.AnsweredContext(proposed.id(), ACCEPTANCE, preferred.uid());
            }
        }
        return new Pdu.AnsweredContext(proposed.id(), TRANSFER_SYNTAXES_NOT_SUPPORTED, fallback);
    }

    /** The requestor stays SCU and we SCP, whatever else it proposes; 1 is never answered where 0 was proposed. */
    private static List<Pdu.Role> roles(Pdu.AssociateRequest request) {
        return request.user().roles().stream()
                .map(role -> new Pdu.Role(role.sopClassUid(), Math.min(role.scu(), 1) & 1, 0))
                .toList();
    }
}
