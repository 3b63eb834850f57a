package org.doseagent.net.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.doseagent.dicom.SopClass;
import org.doseagent.dicom.TransferSyntax;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.TransferSyntaxUid;
import org.doseagent.forward.TestCertificates;
import org.doseagent.net.AcceptorSettings;
import org.doseagent.net.AcceptorSettings.Caller;
import org.doseagent.net.AssociationListener;
import org.doseagent.net.ReceivedObject;
import org.doseagent.net.StoreStatus;
import org.doseagent.net.admission.HandshakePace;
import org.doseagent.net.calling.Requestor;
import org.doseagent.net.pdu.PduEncoder;
import org.doseagent.net.tls.TlsClient;
import org.doseagent.net.tls.TlsFiles;
import org.doseagent.net.tls.TlsIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The port with TLS: whom it takes, whom it refuses and with which words, and that a hostile handshake costs nobody else anything. */
class TlsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** A ClientHello of a peer that knows TLS 1.1 and no extensions (RFC 4346). */
    private static final String TLS_11_HELLO =
            "160301002d" + "0100002903" + "02" + "00".repeat(32) + "00" + "0002002f" + "0100";

    @TempDir
    private Path folder;

    private final Queue<AssociationListener.Incident> incidents = new ConcurrentLinkedQueue<>();
    private final Queue<ReceivedObject> received = new ConcurrentLinkedQueue<>();
    private final List<Socket> sockets = new ArrayList<>();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream console = System.err;
    private Acceptor acceptor;

    @BeforeEach
    void captureLog() {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() throws IOException {
        System.setErr(console);
        for (Socket socket : sockets) {
            socket.close();
        }
        if (acceptor != null) {
            acceptor.close();
        }
    }

    /** Reads files as the configuration does. */
    private static final class Disk implements TlsIdentity.Files {

        @Override
        public byte[] read(Path file) throws IOException {
            return Files.readAllBytes(file);
        }

        @Override
        public String stamp(Path file) {
            try {
                return Files.getLastModifiedTime(file) + " " + Files.size(file);
            } catch (IOException e) {
                return "gone";
            }
        }
    }

    private TlsIdentity identity(String alias) throws Exception {
        return new TlsIdentity(
                new TlsFiles(
                        Optional.of(new TlsFiles.PemPair(
                                TestCertificates.pem(folder, alias), TestCertificates.key(folder, alias))),
                        Optional.empty(),
                        Optional.of(new TlsFiles.Store(TestCertificates.pem(folder, "authority"), ""))),
                new Disk());
    }

    private static AcceptorSettings.Tls port(TlsIdentity identity) {
        return new AcceptorSettings.Tls(true, 0, true, true, 1000, true, identity);
    }

    private InetSocketAddress start(WireSettings settings) throws IOException {
        acceptor = new Acceptor(
                settings.build(),
                object -> {
                    received.add(object);
                    return StoreStatus.SUCCESS;
                },
                Thread::new,
                new AssociationListener() {
                    @Override
                    public void incident(Incident incident) {
                        incidents.add(incident);
                    }
                });
        return acceptor.start();
    }

    private InetSocketAddress start() throws Exception {
        return start(new WireSettings().tls(port(identity("server"))));
    }

    private Requestor connect(InetSocketAddress address, TlsIdentity client) throws IOException {
        return Requestor.connect(
                new Requestor.Settings(
                        new AeTitle("PACS1"),
                        new Requestor.Remote(
                                WireSettings.AGENT,
                                "127.0.0.1",
                                address.getPort(),
                                Optional.of(new TlsClient(client, true))),
                        PATIENCE),
                Set.of(SopClass.XRAY_RADIATION_DOSE_SR));
    }

    private static int store(Requestor requestor, byte[] bytes) throws IOException {
        return requestor.store(
                SopClass.XRAY_RADIATION_DOSE_SR,
                new SopInstanceUid("2.25.1"),
                new TransferSyntaxUid(TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid()),
                bytes);
    }

    /** Sends its certificate whatever the authorities are that the other side names, as DCMTK does. */
    private static final class SendsWhatItHas extends X509ExtendedKeyManager {

        private final X509ExtendedKeyManager keys;
        private final String alias;

        SendsWhatItHas(X509ExtendedKeyManager keys, String alias) {
            this.keys = keys;
            this.alias = alias;
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return alias;
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return new String[] {alias};
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return keys.getServerAliases(type, issuers);
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return keys.chooseServerAlias(type, issuers, socket);
        }

        @Override
        public X509Certificate[] getCertificateChain(String of) {
            return keys.getCertificateChain(of);
        }

        @Override
        public PrivateKey getPrivateKey(String of) {
            return keys.getPrivateKey(of);
        }
    }

    /** Returns a socket of the Java runtime, which knows more versions than our own client. */
    private SSLSocket socket(InetSocketAddress address, String alias) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
        keys.init(alias.isEmpty() ? null : TestCertificates.only(alias, true), TestCertificates.PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        KeyStore authority = TestCertificates.only("authority", false);
        trust.init(authority);
        KeyManager[] keyManagers = {new SendsWhatItHas((X509ExtendedKeyManager) keys.getKeyManagers()[0], alias)};
        context.init(alias.isEmpty() ? keys.getKeyManagers() : keyManagers, trust.getTrustManagers(), null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", address.getPort());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        sockets.add(socket);
        return socket;
    }

    private Socket plain(InetSocketAddress address) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        sockets.add(socket);
        return socket;
    }

    private String awaitRefusal() {
        await(() -> log().contains("event=tls-refused"));
        assertThat(incidents).contains(AssociationListener.Incident.TLS_REFUSED);
        return log();
    }

    private String log() {
        return log.toString(StandardCharsets.UTF_8);
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
        assertThat(condition.getAsBoolean()).as("within " + PATIENCE).isTrue();
    }

    @Test
    void stores_what_a_peer_with_a_certificate_sends_byte_for_byte() throws Exception {
        byte[] large = new byte[300_000];
        new Random(1).nextBytes(large);
        try (Requestor sender = connect(start(), identity("client"))) {
            assertThat(sender.echo()).isZero();
            assertThat(store(sender, large)).isZero();
            assertThat(store(sender, new byte[] {1, 2})).isZero();
        }
        assertThat(received).extracting(ReceivedObject::dataSetBytes).containsExactly(large, new byte[] {1, 2});
        assertThat(acceptor.tlsAddress()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void both_versions_of_bcp_195_are_taken_with_ecdhe_and_gcm(String version) throws Exception {
        SSLSocket socket = socket(start(), "client");
        socket.setEnabledProtocols(new String[] {version});
        socket.getOutputStream().write(PduEncoder.encode(ScriptedPeer.request("DOSE_AGENT", "PACS1")));
        assertThat(socket.getInputStream().read()).as("A-ASSOCIATE-AC").isEqualTo(2);
        assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        assertThat(socket.getSession().getCipherSuite()).contains("GCM");
    }

    @ParameterizedTest(name = "certificate {0}: {1}")
    @CsvSource({
        "'', 'the peer sent no client certificate, or has none'",
        "stranger, 'the certificate of the peer, CN=stranger, is not signed by an authority of dicom.tls.authorities'",
        "ended, 'the certificate of the peer, CN=ended, expired on 20'"
    })
    void refuses_a_peer_by_its_certificate_and_says_why(String alias, String reason) throws Exception {
        SSLSocket socket = socket(start(), alias);
        try (InputStream in = socket.getInputStream()) {
            socket.getOutputStream().write(PduEncoder.encode(ScriptedPeer.request("DOSE_AGENT", "PACS1")));
            assertThatThrownBy(in::read).isInstanceOf(IOException.class);
        } catch (IOException e) {
            assertThat(e)
                    .as("the peer gets an alert, or the end of the connection")
                    .isNotNull();
        }
        assertThat(awaitRefusal()).contains("reason=\"" + reason);
    }

    @Test
    void refuses_a_version_before_1_2() throws Exception {
        plain(start()).getOutputStream().write(HexFormat.of().parseHex(TLS_11_HELLO));
        assertThat(awaitRefusal()).contains("the peer offers no version that is accepted; it needs TLS 1.2 or 1.3");
    }

    @Test
    void refuses_cipher_suites_without_gcm() throws Exception {
        SSLSocket socket = socket(start(), "client");
        socket.setEnabledProtocols(new String[] {"TLSv1.2"});
        socket.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"});
        assertThatThrownBy(socket::startHandshake).hasMessageContaining("handshake_failure");
        assertThat(awaitRefusal()).contains("the peer offers no accepted cipher suite");
    }

    @Test
    void says_that_a_peer_without_tls_called_the_port_with_tls_and_the_reverse() throws Exception {
        InetSocketAddress tls = start();
        plain(tls).getOutputStream().write(PduEncoder.encode(ScriptedPeer.request("DOSE_AGENT", "PACS1")));
        assertThat(awaitRefusal()).contains("a peer without TLS called the TLS port");
        acceptor.close();
        InetSocketAddress withoutTls = start(new WireSettings());
        plain(withoutTls).getOutputStream().write(HexFormat.of().parseHex(TLS_11_HELLO));
        await(() -> log().contains("the peer sent a TLS ClientHello to the port without TLS"));
    }

    @Test
    void nonsense_on_the_port_with_tls_is_refused() throws Exception {
        InetSocketAddress address = start();
        plain(address).getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        assertThat(awaitRefusal()).contains("what the peer sent is neither TLS nor DICOM");
        plain(address).getOutputStream().write(HexFormat.of().parseHex("1603010004ffffffff"));
        await(() -> log().lines().filter(line -> line.contains("tls-refused")).count() == 2);
        try (Requestor honest = connect(address, identity("client"))) {
            assertThat(store(honest, new byte[10])).isZero();
        }
    }

    @Test
    void our_client_refuses_a_peer_that_another_authority_signed() throws Exception {
        InetSocketAddress address = start(new WireSettings().tls(port(identity("stranger"))));
        TlsIdentity client = identity("client");
        assertThatThrownBy(() -> connect(address, client))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("no TLS with DOSE_AGENT@127.0.0.1:" + address.getPort())
                .hasMessageContaining("CN=stranger, is not signed by an authority");
    }

    @Test
    void our_client_refuses_a_certificate_with_another_host_name_unless_the_site_says_otherwise() throws Exception {
        InetSocketAddress address = start(new WireSettings().tls(port(identity("client"))));
        TlsIdentity server = identity("server");
        Requestor.Remote verified = new Requestor.Remote(
                WireSettings.AGENT, "127.0.0.1", address.getPort(), Optional.of(new TlsClient(server, true)));
        Requestor.Remote unverified = new Requestor.Remote(
                WireSettings.AGENT, "127.0.0.1", address.getPort(), Optional.of(new TlsClient(server, false)));
        assertThatThrownBy(() -> Requestor.connect(settings(verified), Set.of()))
                .hasMessageContaining("CN=client");
        try (Requestor requestor = Requestor.connect(settings(unverified), Set.of())) {
            assertThat(requestor.echo()).isZero();
        }
    }

    private static Requestor.Settings settings(Requestor.Remote remote) {
        return new Requestor.Settings(new AeTitle("US"), remote, PATIENCE);
    }

    @Test
    void the_daemon_may_call_itself_with_its_own_certificate() throws Exception {
        TlsIdentity own = identity("server");
        InetSocketAddress address = start(new WireSettings().tls(port(own)));
        try (Requestor self = connect(address, own)) {
            assertThat(self.echo()).isZero();
        }
    }

    @ParameterizedTest(name = "a caller with the certificate {0} is allowed: {1}")
    @CsvSource({"CLIENT, true", "other, false"})
    void an_ae_title_can_be_bound_to_the_name_of_a_certificate(String name, boolean isAllowed) throws Exception {
        InetSocketAddress address = start(new WireSettings()
                .callers(true, new Caller(new AeTitle("PACS1"), List.of("127.0.0.0/8"), List.of(name)))
                .tls(port(identity("server"))));
        TlsIdentity client = identity("client");
        if (isAllowed) {
            for (int i = 0; i < 3; i++) { // the second and third resume the session of the first
                try (Requestor sender = connect(address, client)) {
                    assertThat(sender.echo()).isZero();
                }
            }
        } else {
            assertThatThrownBy(() -> connect(address, client)).hasMessageContaining("rejected");
            assertThat(log()).contains("the peer has no certificate with a name that dicom.allowedCallers lists");
        }
    }

    @Test
    void a_caller_that_is_bound_to_a_certificate_is_refused_on_the_port_without_tls() throws Exception {
        Negotiation bound = new Negotiation(new WireSettings()
                .callers(true, new Caller(new AeTitle("PACS1"), List.of(), List.of("client")))
                .build());
        assertThat(bound.rejection(ScriptedPeer.request("DOSE_AGENT", "PACS1"), InetAddress.getLoopbackAddress()))
                .isPresent();
    }

    @Test
    void half_a_handshake_gives_its_place_to_others_and_ends_after_the_artim() throws Exception {
        InetSocketAddress address =
                start(new WireSettings().maxPending(2).artimMillis(2000).tls(port(identity("server"))));
        byte[] hello = HexFormat.of().parseHex(TLS_11_HELLO);
        Socket first = null;
        for (int i = 0; i < 20; i++) {
            Socket slow = plain(address);
            slow.getOutputStream().write(hello, 0, 20);
            first = first == null ? slow : first;
        }
        try (Requestor honest = connect(address, identity("client"))) {
            assertThat(store(honest, new byte[10])).isZero();
        }
        assertThat(incidents).contains(AssociationListener.Incident.PENDING_CONNECTION_REPLACED);
        assertThat(endOf(first)).isTrue();
        assertThat(endOf(sockets.get(19))).as("closed after the ARTIM").isTrue();
    }

    private static boolean endOf(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException e) {
            return !(e instanceof java.net.SocketTimeoutException);
        }
    }

    @Test
    void a_second_handshake_of_tls_1_2_is_refused() throws Exception {
        SSLSocket socket = socket(start(), "client");
        socket.setEnabledProtocols(new String[] {"TLSv1.2"});
        socket.getOutputStream().write(PduEncoder.encode(ScriptedPeer.request("DOSE_AGENT", "PACS1")));
        assertThat(socket.getInputStream().read()).isEqualTo(2);
        assertThatThrownBy(() -> {
                    socket.startHandshake();
                    socket.getInputStream().readAllBytes();
                })
                .isInstanceOf(IOException.class);
        assertThat(awaitRefusal()).contains("a second TLS handshake");
    }

    @Test
    void a_peer_that_closes_its_tls_ends_its_association() throws Exception {
        SSLSocket socket = socket(start(new WireSettings().maxAssociations(1).tls(port(identity("server")))), "client");
        socket.getOutputStream().write(PduEncoder.encode(ScriptedPeer.request("DOSE_AGENT", "PACS1")));
        assertThat(socket.getInputStream().read()).isEqualTo(2);
        socket.close();
        InetSocketAddress address = acceptor.tlsAddress().orElseThrow();
        TlsIdentity client = identity("client");
        await(() -> isAccepted(address, client));
    }

    private boolean isAccepted(InetSocketAddress address, TlsIdentity client) {
        try (Requestor next = connect(address, client)) {
            return next.echo() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void a_renewed_certificate_is_used_without_a_restart_and_a_broken_one_is_not() throws Exception {
        TlsIdentity changing = identity("stranger");
        InetSocketAddress address = start(new WireSettings().tls(port(changing)));
        TlsIdentity client = identity("client");
        assertThat(isAccepted(address, client)).isFalse();
        replace("stranger.pem", TestCertificates.pem(folder, "server"));
        await(() -> {
            isAccepted(address, client);
            return changing.problem().isPresent();
        });
        assertThat(changing.problem()).contains("dicom.tls.key is not the key of dicom.tls.certificate");
        assertThat(isAccepted(address, client)).as("the old one is in use").isFalse();
        replace("stranger-key.pem", TestCertificates.key(folder, "server"));
        await(() -> isAccepted(address, client));
        assertThat(changing.problem()).isEmpty();
        assertThat(changing.ends()).containsOnlyKeys("dicom", "dicom-ca");
    }

    private void replace(String name, Path by) throws IOException {
        Files.copy(by, folder.resolve("new"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(folder.resolve("new"), folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void with_a_port_of_each_kind_both_are_served() throws Exception {
        AcceptorSettings.Tls beside = new AcceptorSettings.Tls(true, 0, false, false, 1000, true, identity("server"));
        InetSocketAddress withoutTls = start(new WireSettings().tls(beside));
        try (Requestor sender = Requestor.connect(
                settings(new Requestor.Remote(WireSettings.AGENT, "127.0.0.1", withoutTls.getPort())), Set.of())) {
            assertThat(sender.echo()).isZero();
        }
        SSLSocket withoutCertificate = socket(acceptor.tlsAddress().orElseThrow(), "");
        withoutCertificate.getOutputStream().write(PduEncoder.encode(ScriptedPeer.request("DOSE_AGENT", "PACS1")));
        assertThat(withoutCertificate.getInputStream().read())
                .as("clientAuth: optional")
                .isEqualTo(2);
    }

    @Test
    void handshakes_above_the_number_of_a_second_wait() throws Exception {
        HandshakePace pace = new HandshakePace(2);
        InetAddress first = InetAddress.getByName("10.0.0.1");
        long now = 1_000_000_000_000L;
        assertThat(pace.beginsAt(first, now)).isEqualTo(now);
        assertThat(pace.beginsAt(first, now)).isEqualTo(now);
        assertThat(pace.beginsAt(first, now)).isEqualTo(now);
        assertThat(pace.beginsAt(first, now)).isEqualTo(now + 500_000_000L);
        assertThat(pace.beginsAt(InetAddress.getByName("10.0.0.2"), now)).isEqualTo(now);
    }
}
