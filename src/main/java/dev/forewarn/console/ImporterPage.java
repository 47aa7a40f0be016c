package dev.forewarn.console;

import dev.forewarn.intake.imports.ImporterView;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** One importer with its last report. */
@CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
public record ImporterPage(Frame frame, ImporterView view) implements TemplateInstance {}
