package dev.forewarn.subscription;

import java.util.Optional;

/** What an owner says of a subscription: where to, what, and how. */
record Terms(WebhookUrl url, Filter filter, Format format, Optional<String> description, Headers headers) {}
