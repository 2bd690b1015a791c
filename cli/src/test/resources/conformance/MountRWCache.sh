dockerfile <<'E'
FROM localhost/base:1 AS base
RUN --mount=type=cache,id=conf-rw,target=/mnt/cache touch /mnt/cache/foo
FROM base AS check
RUN --mount=type=cache,id=conf-rw,target=/mnt/cache test -f /mnt/cache/foo && cat /proc/sys/kernel/random/uuid > /mnt/cache/bar
RUN --mount=type=cache,id=conf-rw,target=/mnt/cache,ro cat /mnt/cache/bar > /out && ! touch /mnt/cache/no
E
result
first=$(cat "$OUT/fs/out")
result --no-cache-filter check
[ "$first" != "$(cat "$OUT/fs/out")" ] || die "the cached step ran not again"
