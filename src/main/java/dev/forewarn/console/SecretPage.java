package dev.forewarn.console;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.Optional;

/**
 * A new secret: the only page that shows it, kept by nobody.
 *
 * @param secret empty if the same registration was sent before
 * @param previousUntil until when the one before signs, too; empty where there was none
 */
@CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
public record SecretPage(
        Frame frame, String id, String url, Optional<String> secret, boolean isNew, Optional<Moment> previousUntil)
        implements TemplateInstance {}
