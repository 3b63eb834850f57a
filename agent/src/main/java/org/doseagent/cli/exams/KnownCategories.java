package org.doseagent.cli.exams;

import org.doseagent.cli.Choice;
import org.doseagent.config.LevelReader;
import org.doseagent.daemon.Agent;
import org.doseagent.drl.mapping.Categories;

/** The categories that an option may name. */
final class KnownCategories {

    private KnownCategories() {}

    /**
     * Refuses an unknown category, because a list of its exams would be empty without an explanation.
     *
     * @throws IllegalArgumentException if the file of categories does not contain it
     */
    static void require(Agent agent, String category) {
        Categories known = new LevelReader(agent.settings().levels()).categories();
        Choice.require(
                new Choice.Given("--category", category),
                known.all().stream().map(Categories.Category::id).toList());
    }
}
