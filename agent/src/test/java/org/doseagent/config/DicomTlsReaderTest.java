package org.doseagent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.net.AcceptorSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DicomTlsReaderTest {

    @TempDir
    private Path folder;

    private AcceptorSettings dicom(String yaml) throws Exception {
        return ConfigLoader.load(Files.writeString(folder.resolve("agent.yaml"), yaml), Map.of(), Map.of())
                .network()
                .dicom();
    }

    private List<String> problems(String yaml) {
        return catchThrowableOfType(ConfigException.class, () -> dicom(yaml)).problems();
    }

    @Test
    void without_a_file_there_is_no_tls() throws Exception {
        assertThat(dicom("{}").tls()).isEmpty();
    }

    @Test
    void a_certificate_alone_serves_our_own_calls() throws Exception {
        AcceptorSettings settings = dicom("dicom: {tls: {certificate: a.pem, key: b.pem, authorities: c.pem}}");
        assertThat(settings.tls()).isPresent();
        assertThat(settings.tlsPort()).isEmpty();
        assertThat(settings.tls().get().client().verifiesHost()).isTrue();
    }

    @Test
    void a_client_certificate_is_required_unless_the_site_says_otherwise() throws Exception {
        String files = "certificate: a.pem, key: b.pem, authorities: c.pem";
        AcceptorSettings.Tls shipped =
                dicom("dicom: {tls: {enabled: true, " + files + "}}").tlsPort().orElseThrow();
        assertThat(shipped.needsClientCertificate()).isTrue();
        assertThat(shipped.port()).isEqualTo(2762);
        assertThat(shipped.isOnly()).isFalse();
        assertThat(dicom("dicom: {tls: {enabled: true, clientAuth: optional, " + files + "}}")
                        .tlsPort()
                        .orElseThrow()
                        .needsClientCertificate())
                .isFalse();
    }

    @Test
    void what_is_missing_is_named() {
        assertThat(problems("dicom: {tls: {enabled: true}}"))
                .containsExactly(
                        "agent.yaml: dicom.tls.certificate: is mandatory with dicom.tls, with key; or keyStore",
                        "agent.yaml: dicom.tls.authorities: is mandatory with dicom.tls; or trustStore");
        assertThat(problems("dicom: {tls: {enabled: true, certificate: a.pem, authorities: c.pem}}"))
                .anyMatch(problem -> problem.endsWith("dicom.tls.certificate and dicom.tls.key need each other"));
        assertThat(problems("dicom: {tls: {certificate: a, key: b, keyStore: c, authorities: d}}"))
                .singleElement()
                .asString()
                .endsWith("must not be written beside dicom.tls.certificate");
        assertThat(problems("dicom: {tls: {certificate: a, key: b, trustStore: c, authorities: d}}"))
                .singleElement()
                .asString()
                .endsWith("must not be written beside dicom.tls.authorities");
    }

    @Test
    void an_archive_is_called_with_tls_where_the_site_says_so() throws Exception {
        String archives = "pacs: [{aeTitle: A, host: a, tls: true}, {aeTitle: B, host: b}]";
        Settings settings = ConfigLoader.load(
                Files.writeString(
                        folder.resolve("agent.yaml"),
                        archives + "\ndicom: {tls: {certificate: a.pem, key: b.pem, authorities: c.pem}}"),
                Map.of(),
                Map.of());
        assertThat(settings.network().pacs().archives())
                .extracting(archive -> archive.remote().tls().isPresent())
                .containsExactly(true, false);
        assertThat(problems(archives))
                .singleElement()
                .asString()
                .contains("pacs[0].tls", "needs dicom.tls.certificate");
    }

    @Test
    void a_caller_may_be_bound_to_a_certificate_and_import_is_no_caller() throws Exception {
        assertThat(dicom("dicom: {allowedCallers: [{aeTitle: A, certificates: [PACS1.Hospital]}]}")
                        .access()
                        .callers())
                .containsExactly(new AcceptorSettings.Caller(new AeTitle("A"), List.of(), List.of("pacs1.hospital")));
        assertThat(problems("dicom: {allowedCallers: [{aeTitle: IMPORT}]}"))
                .singleElement()
                .asString()
                .endsWith("must not have IMPORT, the AE title of objects from files");
    }
}
