#!/usr/bin/env bash
# Puts the same load on Cooper's registry and on Debian's docker-registry, one after the other for
# each operation, and appends a table to bench/RESULTS.md.
#
# usage: bench/registry.sh [--no-append] [OPERATION...]
#   operations: push1k pull1k head tags10 tags100k list100k delete delete8 push100m pull100m mixed
# Needs docker-registry from Debian: apt-get install -y --no-install-recommends docker-registry
set -euo pipefail
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
append=yes
[ "${1-}" != --no-append ] || { append=; shift; }
operations=("$@")
[ $# -gt 0 ] || operations=(push1k pull1k head tags10 tags100k list100k delete delete8 push100m pull100m mixed)
command -v docker-registry >/dev/null || { echo "bench: docker-registry is missing; see the head of $0" >&2; exit 1; }
for home in "${COOPER_JAVA_HOME-}" "${JAVA_HOME-}" /usr/lib/jvm/*; do
    if [ -x "$home/bin/java" ] && grep -q '^JAVA_VERSION="25' "$home/release" 2>/dev/null; then
        break
    fi
done

work=$(mktemp -d "${BENCH_DIR:-/tmp}/cooper-registry-XXXXXX")
export COOPER_HOME=$work/home
pids=()
finish() {
    [ ${#pids[@]} = 0 ] || kill "${pids[@]}" 2>/dev/null || true
    wait || true
    rm -rf "$work"
}
trap finish EXIT

"$root/cooper" --version >/dev/null
cat >"$work/peer.yml" <<Y
version: 0.1
log: {level: error, accesslog: {disabled: true}}
storage:
  filesystem: {rootdirectory: $work/peer}
  delete: {enabled: true}
http: {addr: 127.0.0.1:5091}
Y
cat >"$work/cooper.yml" <<Y
version: 0.1
storage:
  filesystem: {rootdirectory: $work/cooper}
  delete: {enabled: true}
http: {addr: 127.0.0.1:5092}
Y

# started PORT BEGIN: milliseconds until the port answers
started() {
    until curl -fs "http://127.0.0.1:$1/v2/" >/dev/null 2>&1; do sleep 0.01; done
    echo $((($(date +%s%N) - $2) / 1000000))
}
begin=$(date +%s%N)
docker-registry serve "$work/peer.yml" >"$work/peer.log" 2>&1 &
pids+=($!)
peer=$!
peer_start=$(started 5091 "$begin")
begin=$(date +%s%N)
"$root/cooper" registry serve "$work/cooper.yml" >"$work/cooper.log" 2>&1 &
pids+=($!)
cooper=$!
cooper_start=$(started 5092 "$begin")

load() { "$home/bin/java" -Xmx2g "$here/Registry.java" "$@"; }

# The peer takes minutes for 100,000 pushes: its tags are files, made as it makes them.
peer_tags() {
    load http://127.0.0.1:5091 "$peer" tags10 >/dev/null
    local from=$work/peer/docker/registry/v2/repositories
    cp -r "$from/few" "$from/many"
    local tags=$from/many/_manifests/tags n
    for n in $(seq 10 99999); do echo "$tags/t$n"; done | xargs -n 1000 -P 2 sh -c 'for t; do cp -r "'"$tags"'/t0" "$t"; done' sh
}

result=$work/result.md
{
    echo "| operation | Cooper /s | peer /s | ratio | p50 ms | peer | p99 ms | peer | CPU ms each | peer | ratio |"
    echo "|---|---|---|---|---|---|---|---|---|---|---|"
} | tee "$result"
for operation in "${operations[@]}"; do
    if [[ $operation = *100k && ! -e $work/many ]]; then
        peer_tags
        load http://127.0.0.1:5092 "$cooper" tags10 manytags >/dev/null
        touch "$work/many"
    fi
    sync
    load http://127.0.0.1:5092 "$cooper" "$operation" >"$work/ours"
    sync
    load http://127.0.0.1:5091 "$peer" "$operation" >"$work/theirs"
    paste "$work/ours" "$work/theirs" | awk -F'\t' '{ printf("| %s | %s | %s | %.2f | %s | %s | %s | %s | %s | %s | %.2f |\n", $1, $2, $7, $2 / $7, $3, $8, $4, $9, $5, $10, ($10 > 0 ? $5 / $10 : 0)) }' | tee -a "$result"
done
rss() { awk '/^VmHWM/ { print int($2 / 1024) }' "/proc/$1/status"; }
{
    echo
    echo "Start-up until the first answer: Cooper $cooper_start ms, peer $peer_start ms. Peak memory of all this: Cooper $(rss "$cooper") MiB, peer $(rss "$peer") MiB."
} | tee -a "$result"

if [ "$append" ]; then
    {
        echo
        echo "## Registry, $(date -u +%Y-%m-%d), $(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo unknown)"
        echo
        echo "$(nproc) × $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), $(free -g | awk '/^Mem/ { print $2 }') GiB, Linux $(uname -r), load before $(cut -d' ' -f1 /proc/loadavg); docker-registry $(dpkg-query -W -f '${Version}' docker-registry), both with files and fsync (\`bench/registry.sh ${operations[*]}\`). The load comes from the same machine."
        echo
        cat "$result"
    } >>"$here/RESULTS.md"
fi
