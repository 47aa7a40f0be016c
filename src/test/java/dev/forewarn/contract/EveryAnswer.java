package dev.forewarn.contract;

import io.quarkus.test.junit.callback.QuarkusTestBeforeEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import io.restassured.RestAssured;
import java.util.Arrays;
import java.util.List;

/** Lets each answer that any test of the application gets be held against the description, but for what is {@link MadeUp}. */
public final class EveryAnswer implements QuarkusTestBeforeEachCallback {

    private final AnswerFilter filter = new AnswerFilter();

    @Override
    public void beforeEach(QuarkusTestMethodContext context) {
        if (isMadeUp(context.getTestInstance().getClass())) {
            RestAssured.replaceFiltersWith(List.of());
        } else {
            RestAssured.replaceFiltersWith(filter);
        }
    }

    /** By its name: the test may have been loaded by another loader. */
    private static boolean isMadeUp(Class<?> test) {
        return Arrays.stream(test.getAnnotations())
                .anyMatch(annotation -> annotation.annotationType().getName().equals(MadeUp.class.getName()));
    }
}
