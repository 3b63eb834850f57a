package org.doseagent.net.association;

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
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.net.AcceptorSettings;
import org.doseagent.net.admission.Callers;
import org.doseagent.net.pdu.Pdu;
import org.doseagent.net.pdu.PduEncoder;

/** Answers an A-ASSOCIATE-RQ (PS3.8 7.1, PS3.7 D.3). Pure. */
public final class Negotiation {

    static final int ACCEPTANCE = 0;
    static final int NO_REASON = 2;
    static final int ABSTRACT_SYNTAX_NOT_SUPPORTED = 3;
    static final int TRANSFER_SYNTAXES_NOT_SUPPORTED = 4;

    /** Refused contexts that one log line names. */
    private static final int MAX_NAMED = 12;

    /** A UID of a peer is cut after so many characters before it reaches a log line. */
    private static final int MAX_UID = 64;

    /** An accepted presentation context. */
    public record Context(String abstractSyntax, String transferSyntax) {}

    /** A rejection for the peer (PS3.8 9.3.4), and its reason for the log. */
    record Rejection(Pdu.AssociateReject pdu, String reason) {

        /** Returns the result in words (PS3.8 table 9-21). */
        String result() {
            return pdu.result() == 1 ? "rejected for good" : "rejected for now";
        }
    }

    private final AcceptorSettings settings;
    private final Callers callers;

    Negotiation(AcceptorSettings settings) {
        this.settings = settings;
        this.callers = new Callers(settings.access().callers());
    }

    /** Returns the rejection that a request without a certificate deserves; empty when it is acceptable. */
    Optional<Rejection> rejection(Pdu.AssociateRequest request, InetAddress address) {
        return rejection(request, address, Set.of());
    }

    /** The same for a peer whose certificate has these names. */
    Optional<Rejection> rejection(Pdu.AssociateRequest request, InetAddress address, Set<String> certificateNames) {
        if ((request.protocolVersion() & 1) == 0) {
            return rejection(2, 2, "the peer does not offer version 1 of the upper layer protocol");
        }
        if (!request.applicationContext().equals(PduEncoder.APPLICATION_CONTEXT)) {
            return rejection(1, 2, "the application context is not DICOM's");
        }
        if (!request.user().isMaxLengthUsable()) {
            return rejection(
                    1,
                    1,
                    "the peer announces a maximum PDU length of "
                            + request.user().maxLength() + "; no message fits below "
                            + Pdu.UserInformation.MIN_USABLE_LENGTH);
        }
        if (!isCalled(request.calledAeTitle())) {
            return rejection(
                    1, 7, "the called AE title is not dicom.aeTitle, and dicom.acceptAnyCalledAeTitle is false");
        }
        Optional<AeTitle> calling = title(request.callingAeTitle());
        if (calling.isEmpty()) {
            return rejection(1, 3, "the calling AE title is empty or has control characters");
        }
        if (calling.get().equals(AeTitle.IMPORT)) {
            return rejection(1, 3, "the calling AE title IMPORT marks objects from files, so no peer may use it");
        }
        return callers.refusal(calling.get(), address, certificateNames).flatMap(why -> rejection(1, 3, why));
    }

    private boolean isCalled(String calledAeTitle) {
        return settings.access().acceptsAnyCalledAeTitle()
                || title(calledAeTitle).filter(settings.aeTitle()::equals).isPresent();
    }

    private static Optional<Rejection> rejection(int source, int reason, String why) {
        return Optional.of(new Rejection(new Pdu.AssociateReject(1, source, reason), why));
    }

    /** Returns who calls whom; only for a request that is not rejected. An empty called title stands for ours. */
    Peer peer(Pdu.AssociateRequest request, InetAddress address) {
        return new Peer(
                title(request.callingAeTitle()).orElseThrow(),
                title(request.calledAeTitle()).orElse(settings.aeTitle()),
                address);
    }

    /** PS3.5 table 6.2-1, AE: no control characters. */
    private static Optional<AeTitle> title(String text) {
        return text.chars().anyMatch(Character::isISOControl) ? Optional.empty() : AeTitle.read(text);
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
                request.titles(),
                answers,
                new Pdu.UserInformation(
                        settings.limits().maxPduBytes(),
                        PduEncoder.IMPLEMENTATION_CLASS,
                        PduEncoder.IMPLEMENTATION_VERSION,
                        request.user().hasAsyncWindow(),
                        roles(request),
                        request.user().wantsIdentityAnswer()));
    }

    public static Map<Integer, Context> accepted(Pdu.AssociateRequest request, List<Pdu.AnsweredContext> answers) {
        Map<Integer, String> abstractSyntaxes = abstractSyntaxes(request);
        Map<Integer, Context> accepted = new HashMap<>();
        for (Pdu.AnsweredContext answer : answers) {
            String abstractSyntax = abstractSyntaxes.get(answer.id());
            if (answer.result() == ACCEPTANCE && abstractSyntax != null) {
                accepted.put(answer.id(), new Context(abstractSyntax, answer.transferSyntax()));
            }
        }
        return accepted;
    }

    private static Map<Integer, String> abstractSyntaxes(Pdu.AssociateRequest request) {
        Map<Integer, String> abstractSyntaxes = new HashMap<>();
        request.contexts().forEach(proposed -> abstractSyntaxes.putIfAbsent(proposed.id(), proposed.abstractSyntax()));
        return abstractSyntaxes;
    }

    /**
     * Returns the SOP classes of the refused contexts with the reason, for the log; empty where none was refused, or where the same class
     * was accepted in another context.
     */
    static List<String> refused(Pdu.AssociateRequest request, List<Pdu.AnsweredContext> answers) {
        Map<Integer, String> abstractSyntaxes = abstractSyntaxes(request);
        Set<String> taken = new HashSet<>();
        accepted(request, answers).values().forEach(context -> taken.add(context.abstractSyntax()));
        List<String> refused = answers.stream()
                .filter(answer -> !taken.contains(abstractSyntaxes.getOrDefault(answer.id(), "")))
                .map(answer -> name(abstractSyntaxes.getOrDefault(answer.id(), "")) + ": " + reason(answer.result()))
                .distinct()
                .toList();
        if (refused.size() <= MAX_NAMED) {
            return refused;
        }
        List<String> cut = new ArrayList<>(refused.subList(0, MAX_NAMED));
        cut.add((refused.size() - MAX_NAMED) + " more");
        return cut;
    }

    private static String name(String sopClassUid) {
        return SopClassNames.nameOf(sopClassUid)
                .orElseGet(() -> Peer.printable(sopClassUid.substring(0, Math.min(sopClassUid.length(), MAX_UID))));
    }

    private static String reason(int result) {
        return switch (result) {
            case ABSTRACT_SYNTAX_NOT_SUPPORTED -> "not a class that the agent takes";
            case TRANSFER_SYNTAXES_NOT_SUPPORTED -> "no transfer syntax that the agent reads";
            default -> "even context id";
        };
    }

    private Pdu.AnsweredContext answer(Pdu.ProposedContext proposed) {
        boolean isCommitment = proposed.abstractSyntax().equals(SopClass.STORAGE_COMMITMENT);
        boolean isKnown = proposed.abstractSyntax().equals(SopClass.VERIFICATION)
                || (isCommitment && settings.access().offersCommitment())
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
