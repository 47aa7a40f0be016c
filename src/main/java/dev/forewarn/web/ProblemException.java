package dev.forewarn.web;

import jakarta.ws.rs.core.Response.Status;
import java.util.List;

/** Ends a request with a problem document. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Of a large batch, more than anybody would read. */
    private static final int MAX_FAULTS = 1_000;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }

    /** A parameter of the query that can't be understood; the detail says what is allowed. */
    public static ProblemException parameter(String name, String detail) {
        return Problem.of(Status.BAD_REQUEST, name + ": " + detail, Problem.Fault.in(name, detail))
                .exception();
    }

    /** A body of the right form whose content can't be accepted. */
    public static ProblemException unprocessable(List<Problem.Fault> faults) {
        return new Problem("about:blank", "Unprocessable Content", 422, detail(faults), some(faults)).exception();
    }

    /** A body that asks for more than its sender may. */
    public static ProblemException forbidden(List<Problem.Fault> faults) {
        return new Problem("about:blank", "Forbidden", 403, detail(faults), some(faults)).exception();
    }

    private static String detail(List<Problem.Fault> faults) {
        Problem.Fault first = faults.get(0);
        return first.pointer().map(pointer -> pointer + ": ").orElse("") + first.detail();
    }

    private static List<Problem.Fault> some(List<Problem.Fault> faults) {
        return faults.subList(0, Math.min(faults.size(), MAX_FAULTS));
    }

    public static ProblemException notFound(String what) {
        return Problem.of(Status.NOT_FOUND, "There is no " + what + ".").exception();
    }
}
