package dev.forewarn.web;

import java.util.Map;

/** Shows a problem to somebody who came with a browser, and not to the API. */
public interface ProblemPage {

    /** As HTML. */
    String html(Problem problem);

    /** What goes with it. */
    Map<String, String> headers();
}
