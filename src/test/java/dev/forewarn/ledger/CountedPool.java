package dev.forewarn.ledger;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.SqlConnection;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A pool that counts the statements that are executed in its transactions. */
public final class CountedPool {

    private final AtomicInteger statements = new AtomicInteger();
    private final io.vertx.mutiny.sqlclient.Pool pool;

    public CountedPool(io.vertx.mutiny.sqlclient.Pool counted) {
        Pool target = counted.getDelegate();
        pool = io.vertx.mutiny.sqlclient.Pool.newInstance(
                proxy(Pool.class, (proxy, method, arguments) -> poolCall(target, method, arguments)));
    }

    public io.vertx.mutiny.sqlclient.Pool pool() {
        return pool;
    }

    /** How many since last asked. */
    public int take() {
        return statements.getAndSet(0);
    }

    private Object poolCall(Pool target, Method method, Object[] arguments) throws Throwable {
        @SuppressWarnings("unchecked")
        var handler = (Handler<AsyncResult<Object>>) arguments[arguments.length - 1];
        if (method.getName().equals("getConnection")) {
            target.getConnection()
                    .map(connection -> (Object) counted(connection))
                    .onComplete(handler);
        } else if (method.getName().equals("withTransaction")) {
            @SuppressWarnings("unchecked")
            var work = (Function<SqlConnection, Future<Object>>) arguments[0];
            target.withTransaction(connection -> work.apply(counted(connection)))
                    .onComplete(handler);
        } else {
            throw new UnsupportedOperationException("not counted: " + method);
        }
        return target;
    }

    private SqlConnection counted(SqlConnection target) {
        return proxy(SqlConnection.class, (proxy, method, arguments) -> wrapped(call(target, method, arguments)));
    }

    private Object wrapped(Object answer) {
        if (answer instanceof PreparedQuery<?> query) {
            return proxy(PreparedQuery.class, (proxy, method, arguments) -> queryCall(query, method, arguments));
        }
        return answer instanceof Query<?> query
                ? proxy(Query.class, (proxy, method, arguments) -> queryCall(query, method, arguments))
                : answer;
    }

    private Object queryCall(Object target, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("execute")) {
            statements.incrementAndGet();
        } else if (method.getName().equals("executeBatch")) {
            statements.addAndGet(((List<?>) arguments[0]).size());
        }
        return wrapped(call(target, method, arguments));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
