package org.doseagent.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.doseagent.aggregate.render.Rendering;
import org.doseagent.forward.Endpoint;
import org.doseagent.forward.ForwardSettings;
import org.doseagent.forward.ProxyRoute;
import org.doseagent.forward.RepositoryTls;
import org.doseagent.store.outbox.RetryPolicy;

/** Reads the settings under {@code forward}. No message contains a secret. */
final class ForwardReader {

    private static final int MAX_PORT = 65535;

    private final ConfigTree tree;
    private final Folders folders;

    ForwardReader(ConfigTree tree, Folders folders) {
        this.tree = tree;
        this.folders = folders;
    }

    ForwardSettings read() {
        boolean isHttps = tree.word("forward.transport", "folder", "https").equals("https");
        Rendering format =
                Rendering.named(tree.word("forward.format", "json", "madx")).orElseThrow();
        Optional<URI> url = url("forward.url");
        if (isHttps && url.isEmpty()) {
            tree.problem("forward.url", "", "is mandatory with forward.transport https");
        }
        Optional<String> token = token();
        ProxyRoute proxy = proxy();
        Duration connectTimeout = tree.duration("forward.connectTimeout", "15s");
        Duration answerTimeout = tree.duration("forward.answerTimeout", "60s");
        return new ForwardSettings(
                format,
                folders.data(tree, "forward.folder", "outbox"),
                url.filter(each -> isHttps)
                        .map(each -> new Endpoint(each, format, token, proxy, connectTimeout, answerTimeout)),
                url("benchmark.url")
                        .map(each -> new Endpoint(
                                each, Rendering.JSON, Optional.empty(), proxy, connectTimeout, answerTimeout)),
                tls(),
                retry());
    }

    private Optional<URI> url(String key) {
        String text = tree.text(key, "", "(https://\\S+)?", "must be an https URL");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI url = new URI(text);
            if (url.getHost() != null && url.getQuery() == null && url.getFragment() == null) {
                return Optional.of(url);
            }
        } catch (URISyntaxException e) {
            tree.problem(key, text, "must be an https URL: " + e.getReason());
            return Optional.empty();
        }
        tree.problem(key, text, "must be an https URL with a host, without ? and #");
        return Optional.empty();
    }

    private Optional<String> token() {
        Optional<String> token = tree.optional("forward.bearerToken");
        if (token.isPresent() && !token.get().matches("[A-Za-z0-9._~+/-]+=*")) {
            tree.problem("forward.bearerToken", "", "must be a bearer token (RFC 6750): letters, digits and -._~+/");
            return Optional.empty();
        }
        return token;
    }

    private RepositoryTls tls() {
        Optional<Path> keyStore = file("forward.tls.keyStore");
        Optional<String> password = tree.optional("forward.tls.keyStorePassword");
        if (keyStore.isPresent() != password.isPresent()) {
            tree.problem(
                    "forward.tls." + (keyStore.isPresent() ? "keyStorePassword" : "keyStore"),
                    "",
                    "forward.tls.keyStore and forward.tls.keyStorePassword need each other");
        }
        Optional<Path> trustStore = file("forward.tls.trustStore");
        String trustStorePassword =
                tree.optional("forward.tls.trustStorePassword").orElse("");
        return new RepositoryTls(
                keyStore.map(path -> new RepositoryTls.Store(path, password.orElse(""))),
                trustStore.map(path -> new RepositoryTls.Store(path, trustStorePassword)));
    }

    private Optional<Path> file(String key) {
        return tree.optional(key).map(written -> folders.file(tree, key, written));
    }

    private ProxyRoute proxy() {
        String rule = "must be system, none or host:port";
        String proxy = tree.text("forward.proxy", "system", "system|none|[^\\s:/@]+:\\d{1,5}", rule);
        int colon = proxy.indexOf(':');
        if (colon > 0) {
            int port = Integer.parseInt(proxy.substring(colon + 1));
            if (port < 1 || port > MAX_PORT) {
                tree.problem("forward.proxy", proxy, rule + ", with a port from 1 to " + MAX_PORT);
            }
        }
        return new ProxyRoute(proxy);
    }

    private RetryPolicy retry() {
        Duration first = tree.duration("forward.retry.first", "1m");
        Duration longest = tree.duration("forward.retry.longest", "6h");
        if (longest.compareTo(first) < 0) {
            tree.problem("forward.retry.longest", "", "must not be shorter than forward.retry.first");
            return new RetryPolicy(first, first);
        }
        return new RetryPolicy(first, longest);
    }
}
