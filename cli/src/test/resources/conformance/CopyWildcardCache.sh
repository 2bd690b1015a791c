echo 1 >foo1
echo 2 >foo2
echo 3 >bar
dockerfile <<'E'
FROM localhost/base:1
COPY foo* files/
RUN cat /proc/sys/kernel/random/uuid > /unique
E
result
first=$(cat "$OUT/fs/unique")
echo changed >bar
result
same "$first" "$(cat "$OUT/fs/unique")"
echo changed >foo1
result
[ "$first" != "$(cat "$OUT/fs/unique")" ] || die "a change of foo1 went unnoticed"
second=$(cat "$OUT/fs/unique")
echo new >foo3
result
[ "$second" != "$(cat "$OUT/fs/unique")" ] || die "the new foo3 went unnoticed"
