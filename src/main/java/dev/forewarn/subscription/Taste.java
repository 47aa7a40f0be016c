package dev.forewarn.subscription;

import dev.forewarn.sql.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Tells which of some notices one subscription takes: {@link Audience} turned round. */
@Singleton
public class Taste {

    /**
     * Parameters: of each notice its subject, the pattern of its provider, bits of milestone, kind and lead times, channel,
     * region, and if it counts down, the cutoff and its start; then the subscription.
     */
    static final String TAKEN =
            """
            select distinct asked.place
            from unnest($1::text[], $2::text[], $3::integer[], $4::integer[], $5::integer[], $6::text[], $7::text[],
                        $8::text[], $9::timestamptz[])
                    with ordinality
                    as asked(subject, provider, milestone, kind, lead_times, channel, region, cutoff_id, starts, place)
                join subscription_subject route
                    on route.subscription_id = $10 and route.pattern in (asked.subject, asked.provider, '*')
            where route.milestones & asked.milestone <> 0
                and route.kinds & asked.kind <> 0
                and (asked.lead_times = 0 or route.lead_times & asked.lead_times <> 0)
                and (route.channels is null or asked.channel = '*' or asked.channel = any (route.channels))
                and (route.regions is null or asked.region = '*' or asked.region = any (route.regions))
                and not exists (
                    select from acknowledgement a
                    where a.cutoff_id = asked.cutoff_id and a.subscription_id = $10 and a.window_start <= asked.starts)""";

    private final Pool pool;

    Taste(Pool pool) {
        this.pool = pool;
    }

    /** The places in the list, from 0, of those that the subscription takes as it stands, whatever its state. */
    public Uni<Set<Integer>> taken(long subscription, List<Interest> interests) {
        return pool.preparedQuery(TAKEN)
                .execute(parameters(subscription, interests))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> (int) (row.getLong("place") - 1))
                        .collect(Collectors.toSet()));
    }

    private static Tuple parameters(long subscription, List<Interest> interests) {
        return Columns.of(interests)
                .text(each -> each.subject().toString())
                .text(each -> SubjectPattern.taking(each.subject()).get(1).value())
                .integer(each -> Mask.of(each.milestone()))
                .integer(each -> Mask.of(each.kind()))
                .integer(Interest::leadTimes)
                .text(Interest::channel)
                .text(Interest::region)
                .optionalText(each ->
                        each.countdown().map(countdown -> countdown.cutoff().value()))
                .optionalInstant(each -> each.countdown().map(Countdown::start))
                .value(subscription)
                .tuple();
    }
}
