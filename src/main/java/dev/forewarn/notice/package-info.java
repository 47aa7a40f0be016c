/** What must be told: notices are scheduled, raised, put in the feed's order and fanned out to subscriptions. */
@org.jspecify.annotations.NullMarked
package dev.forewarn.notice;
