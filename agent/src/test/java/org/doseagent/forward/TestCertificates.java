package org.doseagent.forward;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Certificates made by the JDK's keytool, once for all tests: an authority, what it signs, and an authority of somebody else. */
public final class TestCertificates {

    public static final String PASSWORD = "synthetic";

    private static final TestCertificates ALL = made();

    private final KeyStore keys;

    private TestCertificates(KeyStore keys) {
        this.keys = keys;
    }

    /** Returns a PKCS12 file with one key and its chain. */
    public static Path keyStore(Path folder, String alias) throws IOException, GeneralSecurityException {
        KeyStore store = ALL.only(alias);
        Path file = folder.resolve(alias + ".p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    /** Returns a PEM file with one certificate. */
    public static Path pem(Path folder, String alias) throws IOException, GeneralSecurityException {
        byte[] der = ALL.keys.getCertificate(alias).getEncoded();
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(
                folder.resolve(alias + ".pem"),
                "# synthetic\n-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
    }

    /** Returns a PEM file with the private key of a certificate, in PKCS #8. */
    public static Path key(Path folder, String alias) throws IOException, GeneralSecurityException {
        byte[] der = ALL.keys.getKey(alias, PASSWORD.toCharArray()).getEncoded();
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(
                folder.resolve(alias + "-key.pem"),
                "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
    }

    /** Returns one key with its chain. */
    public static KeyStore only(String alias, boolean withKey) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        if (withKey) {
            return ALL.only(alias);
        }
        store.setCertificateEntry(alias, ALL.keys.getCertificate(alias));
        return store;
    }

    private KeyStore only(String alias) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        Certificate[] chain = keys.getCertificateChain(alias);
        store.setKeyEntry(alias, keys.getKey(alias, PASSWORD.toCharArray()), PASSWORD.toCharArray(), chain);
        return store;
    }

    private static TestCertificates made() {
        try {
            Path folder = Files.createTempDirectory("certificates");
            Path file = folder.resolve("all.p12");
            make(file, "authority", "-ext", "bc:c", "-validity", "60");
            make(file, "stranger", "-ext", "bc:c", "-validity", "60");
            String name = "SAN=dns:localhost,ip:127.0.0.1";
            make(file, "server", "-ext", name, "-signer", "authority", "-validity", "20");
            make(file, "client", "-signer", "authority", "-validity", "50");
            make(file, "ended", "-signer", "authority", "-startdate", "-10d", "-validity", "5");
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                keys.load(in, PASSWORD.toCharArray());
            }
            Files.delete(file);
            Files.delete(folder);
            return new TestCertificates(keys);
        } catch (IOException | GeneralSecurityException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void make(Path file, String alias, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + alias,
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(options));
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool failed for " + alias);
        }
    }
}
