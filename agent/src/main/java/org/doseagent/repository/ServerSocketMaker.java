package org.doseagent.repository;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Binds the server: with TLS 1.2 or newer if there is a certificate, else plain HTTP on a loopback address. */
final class ServerSocketMaker {

    private ServerSocketMaker() {}

    static HttpServer make(RepositorySettings settings, int backlog) throws IOException {
        RepositorySettings.Listen listen = settings.listen();
        InetAddress host = InetAddress.getByName(listen.host());
        if (listen.keyStore().isEmpty() && !host.isLoopbackAddress()) {
            throw new IOException("repository.keyStore is mandatory: plain HTTP is for a loopback address only");
        }
        limitConnections(settings.limits());
        InetSocketAddress address = new InetSocketAddress(host, listen.port());
        if (listen.keyStore().isEmpty()) {
            return HttpServer.create(address, backlog);
        }
        HttpsServer server = HttpsServer.create(address, backlog);
        server.setHttpsConfigurator(configurator(context(listen.keyStore().get())));
        return server;
    }

    /** The server of the JDK reads these properties when its first instance is created. */
    private static void limitConnections(RepositorySettings.Limits limits) {
        int seconds = (int) Math.max(1, limits.requestTimeout().toSeconds());
        Map.of(
                        "sun.net.httpserver.maxReqTime", seconds,
                        "sun.net.httpserver.maxRspTime", seconds,
                        "sun.net.httpserver.idleInterval", seconds,
                        "jdk.httpserver.maxConnections", limits.maxConnections())
                .forEach((property, value) -> {
                    if (System.getProperty(property) == null) {
                        System.setProperty(property, Integer.toString(value));
                    }
                });
    }

    private static HttpsConfigurator configurator(SSLContext context) {
        return new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters tls = context.getDefaultSSLParameters();
                tls.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
                parameters.setSSLParameters(tls);
            }
        };
    }

    private static SSLContext context(RepositorySettings.KeyFile file) throws IOException {
        try (InputStream in = Files.newInputStream(file.file())) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            char[] password = file.password().toCharArray();
            keys.load(in, password);
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IOException("repository.keyStore cannot be opened: not a PKCS12 file, or not its password", e);
        }
    }
}
