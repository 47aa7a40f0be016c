package dev.forewarn.feed;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/** What there is to filter by. It hardly ever changes, so it is looked up once in a while for all who ask. */
@Singleton
public class Facets {

    /** Providers are hopped along the primary key: as many steps as there are providers, however many subjects they have. */
    private static final String KNOWN =
            """
            with recursive known(provider) as (
                (select split_part(id, '/', 1) from subject order by id limit 1)
                union all
                select (select split_part(s.id, '/', 1) from subject s
                        where s.id >= k.provider || '0' order by s.id limit 1)
                from known k where k.provider is not null
            )
            select array(select provider from known where provider is not null limit 1000) as providers,
                   array(select distinct channel from cutoff where revision > 0 and channel <> '*'
                         order by channel limit 1000) as channels,
                   array(select distinct region from cutoff where revision > 0 and region <> '*'
                         order by region) as regions""";

    private static final String ALL = "all";
    private static final Duration FRESH = Duration.ofSeconds(15);

    private final Pool pool;
    private final AsyncCache<String, Known> known =
            Caffeine.newBuilder().expireAfterWrite(FRESH).buildAsync();

    Facets(Pool pool) {
        this.pool = pool;
    }

    /** The providers, channels and regions of what is stored. */
    public record Known(List<String> providers, List<String> channels, List<String> regions) {
        public Known {
            providers = List.copyOf(providers);
            channels = List.copyOf(channels);
            regions = List.copyOf(regions);
        }
    }

    public Uni<Known> known() {
        return Uni.createFrom()
                .completionStage(() -> known.get(ALL, (key, executor) -> read().subscribeAsCompletionStage())
                        .copy());
    }

    private Uni<Known> read() {
        return pool.query(KNOWN).execute().map(rows -> StreamSupport.stream(rows.spliterator(), false)
                .map(Facets::known)
                .findFirst()
                .orElseThrow());
    }

    private static Known known(Row row) {
        return new Known(
                List.of(row.getArrayOfStrings("providers")),
                List.of(row.getArrayOfStrings("channels")),
                List.of(row.getArrayOfStrings("regions")));
    }
}
