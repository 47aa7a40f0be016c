/** Who is told what: registered webhooks, their filters and secrets. */
@org.jspecify.annotations.NullMarked
package dev.forewarn.subscription;
