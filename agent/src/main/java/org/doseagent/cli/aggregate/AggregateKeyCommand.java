package org.doseagent.cli.aggregate;

import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.doseagent.cli.Common;
import org.doseagent.cli.output.Json;
import org.doseagent.daemon.Agent;
import org.doseagent.dose.identity.Sha256;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "key",
        description = {
            "Prints the public key for checking the signatures of releases.",
            "Give it to receivers on another way than the releases."
        },
        footer = {"", "Example: dose-agent aggregate key > hospital.pem"})
final class AggregateKeyCommand extends Common implements Callable<Integer> {

    @Option(names = "--json", description = "Prints JSON.")
    boolean json;

    @Override
    public Integer call() throws Exception {
        try (Agent agent = agent()) {
            String base64 = agent.releases().publicKey();
            String pem = "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----";
            String fingerprint = fingerprint(base64);
            if (json) {
                out().println(Json.text(Json.object()
                        .put("algorithm", "Ed25519")
                        .put("publicKey", base64)
                        .put("pem", pem + "\n")
                        .put("sha256", fingerprint)));
            } else {
                out().println(pem);
                err().println("base64  " + base64);
                err().println("SHA-256 " + fingerprint);
            }
        }
        return 0;
    }

    private static String fingerprint(String base64) {
        byte[] hash = Sha256.bytes(Base64.getDecoder().decode(base64));
        return HexFormat.ofDelimiter(":").formatHex(hash);
    }
}
