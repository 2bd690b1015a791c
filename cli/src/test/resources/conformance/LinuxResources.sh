# memory is limited through the cgroup; without rights to one the build says so
dockerfile <<'E'
FROM localhost/base:1
RUN cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max 2>/dev/null >/limit; cat /proc/self/cgroup > /cgroup
E
result --memory 256m
grep -qx 268435456 "$OUT/fs/limit" || { cat "$OUT/fs/limit" "$OUT/fs/cgroup"; die "no limit"; }
