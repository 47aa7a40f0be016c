package dev.forewarn.subscription;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forewarn.lifecycle.LeadTime;
import dev.forewarn.lifecycle.Milestone;
import dev.forewarn.lifecycle.NoticeKind;
import dev.forewarn.lifecycle.Scope;
import dev.forewarn.lifecycle.Word;
import dev.forewarn.web.Members;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads what a client says of a subscription, and tells all that is wrong with it at once. */
@Singleton
final class TermsReader {

    static final List<String> MEMBERS = List.of(
            "url",
            "subjects",
            "milestones",
            "channels",
            "regions",
            "kinds",
            "leadTimes",
            "format",
            "description",
            "headers");
    private static final int MAX_VALUES = 100;
    private static final int MAX_DESCRIPTION = 500;

    private final Reach reach;

    TermsReader(Reach reach) {
        this.reach = reach;
    }

    /**
     * The terms in a body.
     *
     * @param standing the headers that stand; those that the body names take the place of theirs
     * @throws dev.forewarn.web.ProblemException with a pointer to every fault
     */
    Terms read(ObjectNode body, Headers standing) {
        Members members = new Members(body);
        members.allow(MEMBERS);
        Optional<WebhookUrl> url = members.required("url", reach::admit);
        Filter filter = filter(members);
        Format format = members.value("format", words(Format.class)).orElse(Format.STANDARD);
        Optional<String> description = members.value("description", TermsReader::description);
        Headers headers = HeaderReader.read(body, standing, members);
        members.check();
        return new Terms(url.orElseThrow(), filter, format, description.filter(text -> !text.isBlank()), headers);
    }

    static Filter filter(Members members) {
        return new Filter(
                members.values("subjects", MAX_VALUES, SubjectPattern::new),
                members.values("milestones", MAX_VALUES, words(Milestone.class)),
                members.values("channels", MAX_VALUES, TermsReader::channel),
                members.values("regions", MAX_VALUES, TermsReader::region),
                members.values("kinds", MAX_VALUES, words(NoticeKind.class)),
                members.values("leadTimes", MAX_VALUES, words(LeadTime.class)));
    }

    private static <E extends Enum<E> & Word> Function<String, E> words(Class<E> vocabulary) {
        return word -> Word.parse(vocabulary, word);
    }

    private static String channel(String text) {
        return Scope.of(text).channel();
    }

    private static String region(String text) {
        return new Scope(Scope.EVERYWHERE, text, Scope.EVERYWHERE, Optional.empty()).region();
    }

    private static String description(String text) {
        if (text.length() > MAX_DESCRIPTION) {
            throw new IllegalArgumentException("has more than " + MAX_DESCRIPTION + " characters");
        }
        // NUL can't be stored as text, nor half of a surrogate pair; other controls have no place in what is shown.
        if (text.codePoints().anyMatch(TermsReader::unfit)) {
            throw new IllegalArgumentException("holds a control character or half of a surrogate pair");
        }
        return text;
    }

    private static boolean unfit(int point) {
        return Character.getType(point) == Character.SURROGATE
                || (Character.isISOControl(point) && "\n\r\t".indexOf(point) < 0);
    }
}
