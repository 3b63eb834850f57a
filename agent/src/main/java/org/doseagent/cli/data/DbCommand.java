package org.doseagent.cli.data;

import org.doseagent.cli.Group;
import picocli.CommandLine.Command;

@Command(
        name = "db",
        description = "Copies the store of doses.",
        subcommands = {DbCopyCommand.class},
        footer = {"", "Example: dose-agent db copy --to jdbc:postgresql://db.example.org/dose"})
public final class DbCommand extends Group {}
