package org.doseagent.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import org.doseagent.forward.SelfSigned;
import org.doseagent.notify.Message.Occasion;
import org.doseagent.store.outbox.Delivery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The webhook, to a real server. */
final class WebhookChannelTest {

    private static final Message MESSAGE = Messages.now(Messages.note(17, "a text"));

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void posts_a_document_of_the_schema_with_a_key_a_token_and_a_signature() throws Exception {
        try (HookServer server = HookServer.http()) {
            assertThat(channel(server.url(), SSLContext.getDefault()).deliver(MESSAGE))
                    .isEqualTo(new Delivery.Delivered("HTTP 204"));
            HookServer.Call call = server.calls.get(0);
            assertThat(call.method()).isEqualTo("POST");
            assertThat(call.headers().getFirst("Idempotency-Key")).isEqualTo(MESSAGE.id());
            assertThat(call.headers().getFirst("Authorization")).isEqualTo("Bearer token-1");
            assertThat(call.headers().getFirst("Dose-Agent-Signature")).isEqualTo("sha256=" + hmac(call.body()));
            JsonNode body = MAPPER.readTree(call.body());
            assertThat(schema().validate(body)).isEmpty();
            assertThat(body.at("/alerts/0/id").asInt()).isEqualTo(17);
            assertThat(body.at("/alerts/0/ratio").decimalValue()).isEqualByComparingTo("2.25");
            assertThat(body.at("/alerts/0").has("accessionNumber")).isFalse();
        }
    }

    @Test
    void a_digest_and_a_test_are_documents_of_the_schema_too() throws Exception {
        Message digest = new Message(
                MESSAGE.id(),
                Occasion.DIGEST,
                "s",
                Instant.EPOCH,
                List.of(Messages.note(1, "a"), Messages.note(2, "b")),
                new TreeMap<>(Map.of("silence", 3)),
                1, Optional.empty());
        Message test = new Message(MESSAGE.id(), Occasion.TEST, "s", Instant.EPOCH, List.of(), new TreeMap<>(), 0, Optional.empty());
        for (Message message : List.of(digest, test)) {
            assertThat(schema().validate(MAPPER.readTree(MessageJson.bytes(message))))
                    .isEmpty();
        }
    }

    @Test
    void https_is_sent_only_to_who_is_trusted() throws Exception {
        SSLContext trusted = new SelfSigned(folder).context();
        try (HookServer server = HookServer.https(trusted)) {
            assertThat(channel(server.url(), trusted).deliver(MESSAGE)).isInstanceOf(Delivery.Delivered.class);
            assertThat(channel(server.url(), SSLContext.getDefault()).deliver(MESSAGE))
                    .isInstanceOf(Delivery.Later.class);
            assertThat(server.calls).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "200, Delivered",
        "409, Delivered",
        "401, Later",
        "429, Later",
        "503, Later",
        "400, Refused",
        "302, Refused"
    })
    void judges_by_the_code(int status, String outcome) throws Exception {
        try (HookServer server = HookServer.http()) {
            server.answers.add(status);
            server.retryAfter = "120";
            Delivery delivery = channel(server.url(), SSLContext.getDefault()).deliver(MESSAGE);
            assertThat(delivery.getClass().getSimpleName()).isEqualTo(outcome);
            if (delivery instanceof Delivery.Later later) {
                assertThat(later.after()).contains(Duration.ofMinutes(2));
            }
            assertThat(server.calls).hasSize(1);
        }
    }

    @Test
    void a_silent_receiver_is_left_after_the_time_out() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getByName("localhost"))) {
            URI url = URI.create("http://localhost:" + silent.getLocalPort() + "/");
            WebhookChannel channel = new WebhookChannel(
                    new WebhookChannel.Settings(url, Optional.empty(), Optional.empty(), Duration.ofMillis(200)),
                    SSLContext.getDefault(),
                    HttpClient.Builder.NO_PROXY);
            assertThat(channel.deliver(MESSAGE)).isInstanceOf(Delivery.Later.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://hospital.example/x", "http://127.0.0.1.evil.example/", "ftp://localhost/", "file:///x"})
    void refuses_what_is_neither_https_nor_on_this_machine(String url) {
        assertThatThrownBy(() -> new WebhookChannel.Settings(
                        URI.create(url), Optional.empty(), Optional.empty(), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static WebhookChannel channel(URI url, SSLContext tls) {
        return new WebhookChannel(
                new WebhookChannel.Settings(
                        url, Optional.of("token-1"), Optional.of("secret-1"), Duration.ofSeconds(5)),
                tls,
                HttpClient.Builder.NO_PROXY);
    }

    private static String hmac(byte[] body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("secret-1".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body));
    }

    static JsonSchema schema() throws Exception {
        Path file = Path.of(System.getProperty("project.root", "..")).resolve("docs/dose-alert-1.schema.json");
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(Files.readString(file));
    }
}
