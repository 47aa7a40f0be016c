package dev.forewarn.console;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** Asks whether a subscription is really to be deleted. */
@CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
public record DeletionPage(Frame frame, String token, String id, String url) implements TemplateInstance {}
