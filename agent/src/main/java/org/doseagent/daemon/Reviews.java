package org.doseagent.daemon;

import java.time.LocalDate;
import java.util.List;
import org.doseagent.drl.Assessor;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.report.Export;
import org.doseagent.report.ReportSite;
import org.doseagent.report.ReportStores;
import org.doseagent.report.page.ReportData;
import org.doseagent.review.CompletenessQuery;
import org.doseagent.review.DoseStatistics;
import org.doseagent.review.LevelComparison;
import org.doseagent.review.MappingCoverage;
import org.doseagent.review.ReviewSettings;
import org.doseagent.review.WhatIf;
import org.doseagent.store.exams.ExamQuery;
import org.doseagent.trend.Completeness;
import org.doseagent.trend.Rhythm;

/** Builds, from the settings, the objects that answer questions about many exams: those of {@code review} and {@code report}. */
public final class Reviews {

    private final Agent agent;

    Reviews(Agent agent) {
        this.agent = agent;
    }

    /** Returns the query for missing exams. */
    public CompletenessQuery completeness() {
        ReviewSettings settings = agent.settings().review();
        Rhythm.Settings silence = settings.trend().silence();
        return new CompletenessQuery(
                agent.inbox(),
                agent.doses().rows(),
                new Completeness.Settings(
                        silence.weeks(),
                        silence.minExams(),
                        silence.busiestDays(),
                        settings.accessionNumbersAreCtOnly()));
    }

    /** Returns the statistics of doses. */
    public DoseStatistics statistics() {
        return new DoseStatistics(agent.parts());
    }

    /** Returns the comparison of groups with levels. */
    public LevelComparison levels() {
        return new LevelComparison(
                agent.parts(),
                agent.groups(),
                agent.comparison(),
                agent.settings().review().trend().creep());
    }

    /** Returns which exams have a category and a level in the active sets, and which other sets are valid today. */
    public MappingCoverage coverage() {
        return MappingCoverage.of(
                agent.parts(),
                levels().coverageOfAll(
                                agent.today(),
                                agent.levels().sets(),
                                agent.catalogue().others()));
    }

    /** Returns the assessment of stored exams with other sets. */
    public WhatIf whatIf(List<DrlSet> sets) {
        Assessor assessor = new Assessor(
                agent.levels().comparedWith(sets),
                agent.settings().review().comparison().farAboveMultiple());
        return new WhatIf(agent.doses(), assessor);
    }

    /** Returns the data of a page about these days, both inclusive. */
    public ReportData report(LocalDate from, LocalDate to) {
        return new ReportData(
                stores(),
                site(),
                new ReportData.Rules(
                        agent.levels().sets(),
                        agent.comparison(),
                        agent.settings().review().trend().creep()),
                completeness().of(from, to));
    }

    /** Returns the export of the exams of a query. */
    public Export export(ExamQuery period) {
        return new Export(stores(), site(), period);
    }

    private ReportStores stores() {
        return new ReportStores(agent.doses(), agent.parts());
    }

    private ReportSite site() {
        return new ReportSite(
                agent.settings().store().siteId(),
                agent.today(),
                Agent.version(),
                new ReportSite.MappingVersion(agent.levels().mapping().version()),
                agent.settings().review().inventory());
    }
}
