package org.doseagent.net.calling;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.doseagent.dicom.SopClass;
import org.doseagent.dicom.TransferSyntax;
import org.doseagent.net.pdu.Pdu;

/**
 * The presentation contexts and roles that we propose as requestor. The first context is always Verification.
 *
 * @param roles the SOP classes of which the peer may send us objects on our own association, as a C-GET needs (PS3.7 D.3.3.4)
 */
record Proposal(List<Pdu.ProposedContext> contexts, List<Pdu.Role> roles) {

    /** Contexts for SOP classes that are sent in each transfer syntax: four of each, 128 in all (PS3.8 9.3.2.2). */
    private static final int MAX_SENT_CLASSES = 31;

    /** Transfer syntaxes of an identifier; every implementation has one of them. */
    private static final List<String> OF_IDENTIFIERS =
            List.of(TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid(), TransferSyntax.IMPLICIT_LITTLE_ENDIAN.uid());

    Proposal {
        contexts = List.copyOf(contexts);
        roles = List.copyOf(roles);
    }

    /** Returns contexts to send these classes: one for each transfer syntax, so that an object can be sent as it is. */
    static Proposal toStore(Set<String> sopClasses) {
        List<Pdu.ProposedContext> contexts = verification();
        for (String sopClass :
                sopClasses.stream().sorted().limit(MAX_SENT_CLASSES).toList()) {
            for (TransferSyntax syntax : TransferSyntax.values()) {
                add(contexts, sopClass, List.of(syntax.uid()));
            }
        }
        return new Proposal(contexts, List.of());
    }

    /** Returns contexts to query and retrieve, and to receive these classes on the same association. */
    static Proposal toRetrieve(Collection<String> services, Set<String> received) {
        List<Pdu.ProposedContext> contexts = verification();
        services.forEach(service -> add(contexts, service, OF_IDENTIFIERS));
        List<String> syntaxes = List.of(TransferSyntax.values()).stream()
                .map(TransferSyntax::uid)
                .toList();
        List<Pdu.Role> roles = new ArrayList<>();
        for (String sopClass : received.stream().sorted().toList()) {
            add(contexts, sopClass, syntaxes);
            roles.add(new Pdu.Role(sopClass, 0, 1));
        }
        return new Proposal(contexts, roles);
    }

    /** Returns a context to report storage commitment, in which we are SCP although we open the association (PS3.4 J.3.3). */
    static Proposal toReportCommitment() {
        List<Pdu.ProposedContext> contexts = verification();
        add(contexts, SopClass.STORAGE_COMMITMENT, OF_IDENTIFIERS);
        return new Proposal(contexts, List.of(new Pdu.Role(SopClass.STORAGE_COMMITMENT, 0, 1)));
    }

    private static List<Pdu.ProposedContext> verification() {
        List<Pdu.ProposedContext> contexts = new ArrayList<>();
        add(contexts, SopClass.VERIFICATION, List.of(TransferSyntax.IMPLICIT_LITTLE_ENDIAN.uid()));
        return contexts;
    }

    private static void add(List<Pdu.ProposedContext> contexts, String sopClass, List<String> syntaxes) {
        contexts.add(new Pdu.ProposedContext(contexts.size() * 2 + 1, sopClass, syntaxes));
    }
}
