package org.doseagent.cli.exams;

import static org.doseagent.cli.output.Shown.shown;

import java.util.concurrent.Callable;
import org.doseagent.cli.Group;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Look;
import org.doseagent.cli.output.Rows;
import org.doseagent.store.exams.StoredDevice;
import picocli.CommandLine.Command;

@Command(
        name = "devices",
        description = "Lists the scanners whose reports were received.",
        subcommands = DevicesCommand.ListDevices.class,
        footer = {"", "Example: dose-agent devices list"})
public final class DevicesCommand extends Group {

    private static final Rows<StoredDevice> DEVICES = Rows.<StoredDevice>describe()
            .field(
                    "manufacturer",
                    scanner -> scanner.device().manufacturer(),
                    shown("MANUFACTURER").free())
            .field("model", scanner -> scanner.device().model(), shown("MODEL").free())
            .field("serialNumber", scanner -> scanner.device().serialNumber())
            .column(shown("SERIAL").as(Look.firstOf("serialNumber", "stationName")))
            .field("stationName", scanner -> scanner.device().stationName())
            .field(
                    "softwareVersions",
                    StoredDevice::softwareVersions,
                    shown("SOFTWARE").free().as(Look::words).orElse(""))
            .field("firstReport", StoredDevice::firstReport)
            .field("lastReport", StoredDevice::lastReport, shown("LAST REPORT").as(Look::second))
            .field("exams", StoredDevice::exams, shown("EXAMS").right())
            .build();

    @Command(
            name = "list",
            description = "Lists the scanners with their software versions, last report and number of exams.",
            footer = {"", "Example: dose-agent devices list --json"})
    static final class ListDevices extends Listing implements Callable<Integer> {

        @Override
        public boolean takesAllSites() {
            return true;
        }

        @Override
        protected Rows<StoredDevice> rows() {
            return DEVICES;
        }

        @Override
        public Integer call() throws Exception {
            printOfSites(
                    DEVICES,
                    (agent, each) ->
                            agent.doses().devices().stream().limit(limit()).forEach(each));
            return 0;
        }
    }
}
