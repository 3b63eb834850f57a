package org.doseagent.config;

import java.nio.file.Path;
import java.util.Optional;
import org.doseagent.net.AcceptorSettings;
import org.doseagent.net.tls.TlsFiles;
import org.doseagent.net.tls.TlsIdentity;

/** Reads {@code dicom.tls}. The files are read when they are used, because a command that lists exams needs no key. */
final class DicomTlsReader {

    private static final String PREFIX = "dicom.tls.";
    private static final int MAX_PORT = 65535;

    private final ConfigTree tree;
    private final Folders folders;

    DicomTlsReader(ConfigTree tree, Folders folders) {
        this.tree = tree;
        this.folders = folders;
    }

    /** Returns the settings; empty where TLS is off and no file is named. */
    Optional<AcceptorSettings.Tls> read() {
        boolean isEnabled = tree.flag(PREFIX + "enabled", false);
        TlsFiles files = new TlsFiles(
                pem(),
                store("keyStore", "keyStore"),
                authorities());
        AcceptorSettings.Tls tls = new AcceptorSettings.Tls(
                isEnabled,
                tree.integer(PREFIX + "port", 2762, 0, MAX_PORT),
                tree.flag(PREFIX + "only", false),
                tree.word(PREFIX + "clientAuth", "required", "optional").equals("required"),
                tree.integer(PREFIX + "maxHandshakesPerSecond", 100, 1, 100_000),
                tree.flag(PREFIX + "verifyHost", true),
                new TlsIdentity(files, new CertificateFiles()));
        boolean hasKey = files.pem().isPresent() || files.keyStore().isPresent();
        boolean hasAuthorities = files.authorities().isPresent();
        if ((isEnabled || hasAuthorities) && !hasKey) {
            tree.problem(PREFIX + "certificate", "", "is mandatory with dicom.tls, with key; or keyStore");
        }
        if ((isEnabled || hasKey) && !hasAuthorities) {
            tree.problem(PREFIX + "authorities", "", "is mandatory with dicom.tls; or trustStore");
        }
        if (files.pem().isPresent() && files.keyStore().isPresent()) {
            tree.problem(PREFIX + "keyStore", "", "must not be written beside dicom.tls.certificate");
        }
        return isEnabled || hasKey ? Optional.of(tls) : Optional.empty();
    }

    private Optional<TlsFiles.Store> authorities() {
        Optional<TlsFiles.Store> trustStore = store("trustStore", "trustStore");
        Optional<TlsFiles.Store> authorities = store("authorities", "trustStore");
        if (trustStore.isPresent() && authorities.isPresent()) {
            tree.problem(PREFIX + "trustStore", "", "must not be written beside dicom.tls.authorities");
        }
        return authorities.or(() -> trustStore);
    }

    private Optional<TlsFiles.PemPair> pem() {
        Optional<Path> certificate = file("certificate");
        Optional<Path> key = file("key");
        if (certificate.isPresent() != key.isPresent()) {
            tree.problem(
                    PREFIX + (key.isPresent() ? "certificate" : "key"),
                    "",
                    "dicom.tls.certificate and dicom.tls.key need each other");
        }
        return certificate.flatMap(chain -> key.map(own -> new TlsFiles.PemPair(chain, own)));
    }

    private Optional<TlsFiles.Store> store(String name, String passwordName) {
        String password = tree.optional(PREFIX + passwordName + "Password").orElse("");
        return file(name).map(path -> new TlsFiles.Store(path, password));
    }

    private Optional<Path> file(String name) {
        String key = PREFIX + name;
        return tree.optional(key).map(written -> tree.keep(key, folders.ofKey(tree, key, written)));
    }
}
