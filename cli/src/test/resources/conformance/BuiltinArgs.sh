dockerfile <<'E'
FROM localhost/base:1
RUN echo -n "$HTTP_PROXY::$NO_PROXY" > /out && cat /proc/sys/kernel/random/uuid > /unique
E
result --build-arg HTTP_PROXY=hpvalue --build-arg NO_PROXY=npvalue
content hpvalue::npvalue out
unique=$(cat "$OUT/fs/unique")
result --build-arg HTTP_PROXY=other
same "$unique" "$(cat "$OUT/fs/unique")"
