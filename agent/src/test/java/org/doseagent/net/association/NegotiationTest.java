package org.doseagent.net.association;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.net.AcceptorSettings.Caller;
import org.doseagent.net.pdu.Pdu;
import org.doseagent.net.pdu.PduEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NegotiationTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final Negotiation negotiation = new Negotiation(new WireSettings()
            .callers(false, new Caller(new AeTitle("PACS1"), List.of()))
            .build());

    @ParameterizedTest(name = "called {0}, calling {1}: reason {2}, {3}")
    @CsvSource({
        "OTHER, PACS1, 7, the called AE title is not dicom.aeTitle",
        "'', PACS1, 7, the called AE title is not dicom.aeTitle",
        "DOSE_AGENT, PACS2, 3, dicom.allowedCallers has no such calling AE title",
        "DOSE_AGENT, '', 3, the calling AE title is empty or has control characters",
        "DOSE_AGENT, IMPORT, 3, the calling AE title IMPORT marks objects from files",
        "DOSE_AGENT, 'PA\u0007', 3, the calling AE title is empty or has control characters"
    })
    void says_in_words_why_it_rejects(String called, String calling, int code, String reason) {
        Negotiation.Rejection rejection = negotiation
                .rejection(ScriptedPeer.request(called, calling), LOOPBACK)
                .orElseThrow();
        assertThat(rejection.pdu()).isEqualTo(new Pdu.AssociateReject(1, 1, code));
        assertThat(rejection.reason()).startsWith(reason);
        assertThat(rejection.result()).isEqualTo("rejected for good");
    }

    @Test
    void a_listed_title_is_refused_from_a_host_that_is_not_its_own() throws Exception {
        Negotiation listed = new Negotiation(new WireSettings()
                .callers(true, new Caller(new AeTitle("PACS1"), List.of("10.0.0.0/8")))
                .build());
        Pdu.AssociateRequest request = ScriptedPeer.request("DOSE_AGENT", "PACS1");
        assertThat(listed.rejection(request, InetAddress.getByName("10.1.2.3"))).isEmpty();
        assertThat(listed.rejection(request, InetAddress.getByName("192.0.2.1")))
                .hasValueSatisfying(
                        rejection -> assertThat(rejection.reason()).startsWith("dicom.allowedCallers has no such"));
    }

    @Test
    void an_empty_called_title_stands_for_ours_where_any_is_accepted() {
        Negotiation open = new Negotiation(new WireSettings().build());
        Pdu.AssociateRequest request = ScriptedPeer.request("", "PACS1");
        assertThat(open.rejection(request, LOOPBACK)).isEmpty();
        assertThat(open.peer(request, LOOPBACK).calledAeTitle()).isEqualTo(WireSettings.AGENT);
    }

    /** PS3.4 B.5: what a rule "forward modality SR and KO" makes a PACS send. */
    @ParameterizedTest
    @ValueSource(ints = {11, 22, 33, 34, 35, 40, 50, 59, 65, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76})
    void accepts_every_structured_report_and_key_object(int last) {
        Pdu.AssociateRequest request = new Pdu.AssociateRequest(
                1,
                new Pdu.Titles(new Pdu.Titles.Called("DOSE_AGENT"), new Pdu.Titles.Calling("PACS1")),
                PduEncoder.APPLICATION_CONTEXT,
                List.of(new Pdu.ProposedContext(1, "1.2.840.10008.5.1.4.1.1.88." + last, List.of("1.2.840.10008.1.2"))),
                new Pdu.UserInformation(0, "", "", false, List.of(), false));
        assertThat(negotiation.accept(request).contexts())
                .singleElement()
                .satisfies(answer -> assertThat(answer.result()).isEqualTo(Negotiation.ACCEPTANCE));
    }

    @Test
    void names_the_classes_of_refused_contexts() {
        Pdu.AssociateRequest request = ScriptedPeer.request("DOSE_AGENT", "PACS1");
        Pdu.AssociateAccept accept = negotiation.accept(request);
        assertThat(Negotiation.refused(request, accept.contexts()))
                .containsExactly(
                        "CT Image Storage: not a class that the agent takes",
                        "Enhanced SR Storage: no transfer syntax that the agent reads");
    }

    @Test
    void names_no_more_classes_than_fit_a_line_and_lets_no_sign_of_a_peer_into_it() {
        Pdu.AssociateRequest request = new Pdu.AssociateRequest(
                1,
                new Pdu.Titles(new Pdu.Titles.Called("DOSE_AGENT"), new Pdu.Titles.Calling("PACS1")),
                PduEncoder.APPLICATION_CONTEXT,
                IntStream.range(0, 100)
                        .mapToObj(i -> new Pdu.ProposedContext(i * 2 + 1, "9.9.\n\"" + i, List.of("1.2.840.10008.1.2")))
                        .toList(),
                new Pdu.UserInformation(0, "", "", false, List.of(), false));
        List<String> refused =
                Negotiation.refused(request, negotiation.accept(request).contexts());
        assertThat(refused).hasSize(13).last().isEqualTo("88 more");
        assertThat(refused.get(0)).isEqualTo("9.9.??0: not a class that the agent takes");
    }
}
