package org.doseagent.store.sql;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.doseagent.store.TestStores;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Runs the inherited tests of a class against PostgreSQL instead of SQLite; {@link TestStores} gives them their stores. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OnPostgres.Extension.class)
public @interface OnPostgres {

    /** A test that is about the file of SQLite, and does not run on PostgreSQL. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Not {
        String because();
    }

    /** Starts the server when the first test needs it. */
    final class Extension implements BeforeAllCallback, AfterAllCallback, ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (PostgresCluster.programs().isEmpty()) {
                return ConditionEvaluationResult.disabled(
                        "PostgreSQL is not installed in /usr/lib/postgresql: apt-get install postgresql");
            }
            return AnnotationSupport.findAnnotation(context.getElement(), Not.class)
                    .map(not -> ConditionEvaluationResult.disabled("only for SQLite: " + not.because()))
                    .orElseGet(() -> ConditionEvaluationResult.enabled("PostgreSQL is installed"));
        }

        @Override
        public void beforeAll(ExtensionContext context) {
            TestStores.use(PostgresCluster.shared());
        }

        @Override
        public void afterAll(ExtensionContext context) {
            TestStores.useSqlite();
        }
    }
}
