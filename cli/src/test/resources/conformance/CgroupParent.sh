# needs root: ordinary users own no control group
dockerfile <<'E'
FROM localhost/base:1
RUN sleep 2
E
cooper build --progress plain --no-cache --cgroup-parent conf-parent . >"$OUT/log" 2>&1 &
build=$!
found=
for _ in $(seq 100); do
    if find /sys/fs/cgroup -path '*/conf-parent/*' -name cgroup.procs -exec cat {} + 2>/dev/null | grep -q .; then
        found=yes
        break
    fi
    sleep 0.1
done
wait "$build"
[ "$found" ] || die "no step ran below conf-parent"
