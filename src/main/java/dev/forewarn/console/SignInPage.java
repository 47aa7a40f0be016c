package dev.forewarn.console;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.Optional;

/**
 * Where a key is shown, once.
 *
 * @param next where to go then
 * @param fault what is wrong with the key that was shown
 */
@CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
public record SignInPage(Frame frame, String next, Optional<String> fault) implements TemplateInstance {}
