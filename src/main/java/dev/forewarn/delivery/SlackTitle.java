package dev.forewarn.delivery;

import com.fasterxml.jackson.databind.JsonNode;

/** What has happened, in one line: the subject by its name, and what becomes of it. */
final class SlackTitle {

    private static final int MOST_TOLD = 60;

    private final JsonNode data;
    private final String kind;

    SlackTitle(JsonNode notice) {
        this.data = notice.path("data");
        this.kind = notice.path("type").asText("").replaceFirst("^cutoff\\.", "");
    }

    /** The name gives way where there is no room for both. */
    String within(int most) {
        String told = ": " + Mrkdwn.escaped(told(), MOST_TOLD);
        JsonNode subject = data.path("cutoff").path("subject");
        String name = subject.path("name").asText(subject.path("id").asText(""));
        return Mrkdwn.escaped(name, most - told.length()) + told;
    }

    private String told() {
        String what = data.path("cutoff").path("milestone").asText("").replace('_', ' ');
        return switch (kind) {
            case "conflicted" -> "sources disagree about " + what;
            case "approaching" -> what + " " + left();
            default -> what + " " + kind;
        };
    }

    private String left() {
        int days = data.path("daysLeft").asInt();
        return switch (days) {
            case 0 -> "today";
            case 1 -> "tomorrow";
            default -> "in " + days + " days";
        };
    }
}
