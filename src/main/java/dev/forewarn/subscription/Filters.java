package dev.forewarn.subscription;

import dev.forewarn.lifecycle.LeadTime;
import dev.forewarn.lifecycle.Milestone;
import dev.forewarn.lifecycle.NoticeKind;
import dev.forewarn.lifecycle.Word;
import dev.forewarn.web.JsonBody;
import dev.forewarn.web.Members;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What subscriptions take, or would take. */
@Singleton
public class Filters {

    private static final String ONE =
            """
            select subjects, milestones, channels, regions, kinds, lead_times from subscription where id = $1""";

    private final Pool pool;

    Filters(Pool pool) {
        this.pool = pool;
    }

    /** Of a subscription; fails with a problem, 404, if it is gone. */
    public Uni<Filter> of(long subscription) {
        return pool.preparedQuery(ONE).execute(Tuple.of(subscription)).map(rows -> {
            if (rows.size() == 0) {
                throw PublicId.unknown();
            }
            return filter(rows.iterator().next());
        });
    }

    /**
     * Of one that is not registered, in a body as for its registration, of which only the filters count.
     *
     * @throws dev.forewarn.web.ProblemException with a pointer to every fault
     */
    public static Filter read(byte[] body) {
        Members members = new Members(JsonBody.object(body));
        members.allow(TermsReader.MEMBERS);
        Filter filter = TermsReader.filter(members);
        members.check();
        return filter;
    }

    private static Filter filter(Row row) {
        return new Filter(
                texts(row, "subjects", SubjectPattern::new),
                texts(row, "milestones", word -> Word.parse(Milestone.class, word)),
                texts(row, "channels", Function.identity()),
                texts(row, "regions", Function.identity()),
                texts(row, "kinds", word -> Word.parse(NoticeKind.class, word)),
                texts(row, "lead_times", word -> Word.parse(LeadTime.class, word)));
    }

    private static <T> List<T> texts(Row row, String column, Function<String, T> parse) {
        return Optional.ofNullable(row.getArrayOfStrings(column)).stream()
                .flatMap(Arrays::stream)
                .map(parse)
                .toList();
    }
}
