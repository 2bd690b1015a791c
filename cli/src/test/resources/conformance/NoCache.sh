dockerfile <<'E'
FROM localhost/base:1 AS s0
RUN cat /proc/sys/kernel/random/uuid > /u0
FROM localhost/base:1 AS s1
RUN cat /proc/sys/kernel/random/uuid > /u1
FROM scratch
COPY --from=s0 /u0 /
COPY --from=s1 /u1 /
E
u() { cat "$OUT/fs/$1"; }
result --no-cache
a0=$(u u0) a1=$(u u1)
result --no-cache-filter s1
same "$a0" "$(u u0)"
[ "$a1" != "$(u u1)" ] || die "s1 came from the cache"
result --no-cache
[ "$a0" != "$(u u0)" ] || die "s0 came from the cache"
b0=$(u u0)
result
same "$b0" "$(u u0)"
