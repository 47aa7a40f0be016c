package dev.forewarn.feed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forewarn.lifecycle.Milestone;
import dev.forewarn.lifecycle.Scope;
import dev.forewarn.lifecycle.Word;
import dev.forewarn.web.Members;
import dev.forewarn.web.Problem;
import dev.forewarn.web.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is checked.
 *
 * @param asked subjects, or what they are called, each once
 * @param failOn the verdict from which on the answer is to be an error
 */
record CheckQuery(List<String> asked, CheckTerms terms, Optional<Verdict> failOn) {

    static final int MAX_SUBJECTS = 500;

    /** Of a list that comes as a body of its own. */
    static final List<String> OPTIONS = List.of("within", "milestone", "channel", "region", "audience", "failOn");

    static final List<String> PARAMETERS =
            List.of("subject", "within", "milestone", "channel", "region", "audience", "failOn");

    private static final List<String> MEMBERS =
            List.of("subjects", "within", "milestones", "channels", "regions", "audiences", "failOn");

    private static final int MAX_LENGTH = 200;
    private static final int MAX_VALUES = 100;

    /** What stands behind this in a line, or is all of the line, is for people. */
    private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*");

    CheckQuery {
        asked = List.copyOf(asked);
    }

    static CheckQuery of(Parameters query) {
        List<String> asked = query.all("subject", CheckQuery::asked);
        if (asked.isEmpty()) {
            throw ProblemException.parameter("subject", "is required, and may be repeated");
        }
        if (asked.size() > MAX_SUBJECTS) {
            throw ProblemException.parameter("subject", tooMany(asked.size()));
        }
        return of(asked, query);
    }

    /** A list of one subject a line, with comments. */
    static CheckQuery of(byte[] lines, Parameters options) {
        List<String> asked = new String(lines, StandardCharsets.UTF_8)
                .lines()
                .map(line -> COMMENT.matcher(line).replaceFirst("").strip())
                .filter(line -> !line.isEmpty())
                .distinct()
                .toList();
        if (asked.isEmpty() || asked.size() > MAX_SUBJECTS) {
            throw ProblemException.unprocessable(List.of(Problem.Fault.at(
                    "", asked.isEmpty() ? "names no subject: one a line is expected" : tooMany(asked.size()))));
        }
        asked.forEach(CheckQuery::checkLine);
        return of(asked, options);
    }

    private static CheckQuery of(List<String> asked, Parameters query) {
        CheckTerms terms = new CheckTerms(
                query.one("within", CheckTerms::within).orElse(CheckTerms.DEFAULT_WITHIN),
                query.all("milestone", word -> Word.parse(Milestone.class, word)),
                query.all("channel", CheckQuery::channel),
                query.all("region", CheckQuery::region),
                query.all("audience", CheckQuery::audience));
        return new CheckQuery(asked, terms, query.one("failOn", CheckQuery::failOn));
    }

    static CheckQuery of(ObjectNode body) {
        Members members = new Members(body);
        members.allow(MEMBERS);
        List<String> asked = members.values("subjects", MAX_SUBJECTS, CheckQuery::asked);
        if (asked.isEmpty() && !body.path("subjects").elements().hasNext()) {
            members.refuse("subjects", "is required: a list of 1 to " + MAX_SUBJECTS + " subjects");
        }
        Period within = members.value("within", CheckTerms::within).orElse(CheckTerms.DEFAULT_WITHIN);
        List<Milestone> milestones =
                members.values("milestones", MAX_VALUES, word -> Word.parse(Milestone.class, word));
        List<String> channels = members.values("channels", MAX_VALUES, CheckQuery::channel);
        List<String> regions = members.values("regions", MAX_VALUES, CheckQuery::region);
        List<String> audiences = members.values("audiences", MAX_VALUES, CheckQuery::audience);
        Optional<Verdict> failOn = members.value("failOn", CheckQuery::failOn);
        members.check();
        return new CheckQuery(asked, new CheckTerms(within, milestones, channels, regions, audiences), failOn);
    }

    private static void checkLine(String line) {
        try {
            asked(line);
        } catch (IllegalArgumentException e) {
            throw ProblemException.unprocessable(List.of(Problem.Fault.at("", "a line " + e.getMessage())));
        }
    }

    private static String asked(String text) {
        // NUL can't be asked for, and nothing is called by any other control.
        if (text.isBlank() || text.length() > MAX_LENGTH || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "must be a subject, or what one is called: some text of at most " + MAX_LENGTH + " characters");
        }
        return text.strip();
    }

    private static Verdict failOn(String word) {
        Verdict verdict = Word.parse(Verdict.class, word);
        if (verdict == Verdict.CLEAR) {
            throw new IllegalArgumentException("must be one of unknown, approaching, passed");
        }
        return verdict;
    }

    private static String channel(String text) {
        return Scope.of(text).channel();
    }

    private static String region(String text) {
        return new Scope(Scope.EVERYWHERE, text, Scope.EVERYWHERE, Optional.empty()).region();
    }

    private static String audience(String text) {
        return new Scope(Scope.EVERYWHERE, Scope.EVERYWHERE, text, Optional.empty()).audience();
    }

    private static String tooMany(int count) {
        return "names " + count + " subjects: at most " + MAX_SUBJECTS + " are checked at once";
    }
}
