package org.doseagent.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.doseagent.daemon.Agent;
import org.doseagent.daemon.AgentDaemon;
import org.doseagent.net.HostPort;
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
        } catch (java.io.IOException e) {
            agent.close();
            throw new java.io.IOException(
                    "cannot listen on "
                            + HostPort.text(
                                    agent.settings().network().dicom().host(),
                                    agent.settings().network().dicom().port())
                            + " or "
                            + HostPort.text(
                                    agent.settings().network().http().host(),
                                    agent.settings().network().http().port())
                            + ": " + e.getMessage(),
                    e);
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
}
