dockerfile <<'E'
FROM localhost/base:1
RUN cat /proc/self/cgroup > /cgroup
E
result --cgroup-parent conf-parent
grep -q conf-parent "$OUT/fs/cgroup" || { cat "$OUT/fs/cgroup"; die "not below the parent"; }
