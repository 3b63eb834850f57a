package org.doseagent.cli.pacs;

import org.doseagent.cli.Group;
import picocli.CommandLine.Command;

@Command(
        name = "pacs",
        description = "Asks the PACS of the site, and fetches the dose reports of its history.",
        subcommands = {PacsEchoCommand.class, PacsFindCommand.class, PacsBackfillCommand.class},
        footer = {"", "Example: dose-agent pacs backfill --from 2026-10 --dry-run"})
public final class PacsCommand extends Group {}
