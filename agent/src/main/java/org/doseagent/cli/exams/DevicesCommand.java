package org.doseagent.cli.exams;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.doseagent.cli.Group;
import org.doseagent.cli.output.Columns;
import org.doseagent.cli.output.Json;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Table;
import org.doseagent.daemon.Agent;
import org.doseagent.store.exams.StoredDevice;
import picocli.CommandLine.Command;

@Command(
        name = "devices",
        description = "Shows the scanners seen.",
        subcommands = DevicesCommand.ListDevices.class,
        footer = {"", "Example: dose-agent devices list"})
public final class DevicesCommand extends Group {

    private static final Columns<StoredDevice> DEVICES = new Columns<>(
            DevicesCommand::json,
            List.of(
                    "manufacturer",
                    "model",
                    "serialNumber",
                    "stationName",
                    "softwareVersions",
                    "firstReport",
                    "lastReport",
                    "exams"),
            List.of("MANUFACTURER", "MODEL", "SERIAL", "SOFTWARE", "LAST REPORT", "EXAMS"),
            device -> List.of(
                    device.manufacturer().orElse("-"),
                    device.model().orElse("-"),
                    device.serialNumber().or(device::stationName).orElse("-"),
                    String.join(" ", device.softwareVersions()),
                    Table.time(device.lastReport()),
                    "" + device.exams()));

    @Command(
            name = "list",
            description = "Lists scanners with software versions, first and last report, and exams.",
            footer = {"", "Example: dose-agent devices list --json"})
    static final class ListDevices extends Listing implements Callable<Integer> {

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agent()) {
                print(DEVICES, agent.doses().devices().stream().limit(limit())::forEach);
            }
            return 0;
        }
    }

    private static ObjectNode json(StoredDevice device) {
        ObjectNode node = Json.object();
        Json.text(node, "manufacturer", device.manufacturer());
        Json.text(node, "model", device.model());
        Json.text(node, "serialNumber", device.serialNumber());
        Json.text(node, "stationName", device.stationName());
        device.softwareVersions().forEach(node.putArray("softwareVersions")::add);
        node.put("firstReport", device.firstReport().toString());
        node.put("lastReport", device.lastReport().toString());
        node.put("exams", device.exams());
        return node;
    }
}
