package org.doseagent.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.doseagent.config.Settings;
import org.doseagent.daemon.Agent;
import org.doseagent.daemon.AgentDaemon;
import org.doseagent.net.HostPort;
import org.doseagent.net.ListenProbe;
import picocli.CommandLine.Command;

@Command(
        name = "run",
        description = "Runs the daemon in the foreground until it receives SIGTERM.",
        footer = {"", "Example: dose-agent run --set dicom.port=104"})
final class RunCommand extends Common implements Callable<Integer> {

    @Override
    public Integer call() throws Exception {
        System.setProperty("org.slf4j.simpleLogger.showDateTime", "true");
        System.setProperty("org.slf4j.simpleLogger.dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
        Agent agent = agent();
        AgentDaemon daemon;
        try {
            daemon = AgentDaemon.start(agent);
        } catch (RuntimeException e) {
            agent.close();
            throw e;
        } catch (IOException e) {
            agent.close();
            throw new IOException(refused(agent.settings().network(), e), e);
        }
        CountDownLatch never = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(AgentDaemon.stopper(daemon, () -> {
            err().println("stopped");
            err().flush();
            // The virtual machine would exit with 143. A service that stopped on request must exit with 0.
            Runtime.getRuntime().halt(0);
        }));
        err().println("ready aet="
                + agent.settings().network().dicom().aeTitle().value() + " dicom="
                + HostPort.text(daemon.dicomAddress())
                + " http=" + daemon.httpAddress().map(HostPort::text).orElse("off")
                + daemon.tlsAddress()
                        .map(address -> " dicomTls=" + HostPort.text(address))
                        .orElse(""));
        err().flush();
        never.await();
        return 0;
    }

    /** An address of the daemon, and the key of its port. */
    private record Listener(String key, String host, int port) {

        String text() {
            return HostPort.text(host, port) + " (" + key + ")";
        }

        boolean isFree() {
            return ListenProbe.obstacle(host, port).isEmpty();
        }
    }

    /** Returns which address the daemon could not listen on, and what to do about it. */
    private static String refused(Settings.Network network, IOException why) {
        List<Listener> all = new ArrayList<>();
        all.add(new Listener(
                "dicom.port", network.dicom().host(), network.dicom().port()));
        network.dicom()
                .tlsPort()
                .ifPresent(tls ->
                        all.add(new Listener("dicom.tls.port", network.dicom().host(), tls.port())));
        if (network.http().enabled()) {
            all.add(new Listener(
                    "http.port", network.http().host(), network.http().port()));
        }
        List<Listener> taken = all.stream().filter(each -> !each.isFree()).toList();
        List<Listener> named = taken.isEmpty() ? all : taken;
        return "cannot listen on " + named.stream().map(Listener::text).collect(Collectors.joining(" or ")) + ": "
                + why.getMessage() + ". Stop the program that uses the port, or choose another one, such as --set "
                + named.get(0).key() + "=" + (named.get(0).port() + 1);
    }
}
