package dev.forewarn.console;

import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.Scope;
import dev.forewarn.lifecycle.SubjectId;

/**
 * Ways to be told, ready to be taken along. What stands in them is of the grammar of ids and scopes: no quotation mark, and
 * nothing that a shell would read.
 *
 * @param webhook registers one
 * @param poll waits for the next notice
 * @param check fails a build in time
 * @param calendar an address for a calendar
 * @param atom an address for a feed reader
 * @param badge the path of the image, and {@code markdown} to show it
 */
public record Follow(
        String webhook, String poll, String check, String calendar, String atom, String badge, String markdown) {

    static Follow of(CutoffKey key, String base) {
        SubjectId subject = key.subject();
        String query = query(key);
        String badge =
                "/v1/badge/" + subject + ".svg?milestone=" + key.milestone().word();
        return new Follow(
                webhook(key, base),
                "curl '" + base + "/v1/notices?subject=" + subject + "&after=latest&wait=30'",
                "curl --silent --show-error --fail-with-body --header 'accept: text/plain' \\\n  '" + base
                        + "/v1/check?subject=" + subject + "&within=P30D&failOn=approaching'",
                base + "/v1/calendar.ics?" + query,
                base + "/v1/notices.atom?subject=" + subject,
                badge,
                "![" + subject + "](" + base + badge + ")");
    }

    private static String webhook(CutoffKey key, String base) {
        String subject = key.subject().toString();
        String channel = key.scope().channel();
        boolean elsewhere = !channel.equals(key.subject().provider()) && !channel.equals(Scope.EVERYWHERE);
        return """
                curl -H "Authorization: Bearer $KEY" -H 'content-type: application/json' %s/v1/subscriptions -d '{
                  "url": "https://example.com/hook",
                  "subjects": ["%s"],
                  "milestones": ["%s"]%s%s
                }'"""
                .formatted(
                        base,
                        subject,
                        key.milestone().word(),
                        elsewhere ? ",\n  \"channels\": [\"" + channel + "\"]" : "",
                        key.scope().region().equals(Scope.EVERYWHERE)
                                ? ""
                                : ",\n  \"regions\": [\"" + key.scope().region() + "\"]");
    }

    private static String query(CutoffKey key) {
        return "subject=" + key.subject() + "&milestone=" + key.milestone().word();
    }
}
