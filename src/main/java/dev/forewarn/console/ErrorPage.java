package dev.forewarn.console;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/**
 * What went wrong.
 *
 * @param advice what to do now
 */
@CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
public record ErrorPage(Frame frame, int status, String title, String detail, String advice)
        implements TemplateInstance {}
