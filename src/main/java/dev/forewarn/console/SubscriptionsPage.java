package dev.forewarn.console;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** The page of {@link SubscriptionList}. */
@CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
public record SubscriptionsPage(Frame frame, SubscriptionList body) implements TemplateInstance {}
