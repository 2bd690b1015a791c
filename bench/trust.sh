#!/usr/bin/env bash
# Verifying and admitting: Cooper beside cosign (whole processes) and sigstore-java (in a JVM), in
# one run against Cooper's own registry. Prints a table for bench/RESULTS.md.
#
# usage: bench/trust.sh [--runs N] [--times N] [--seconds N] [--cosign PROGRAM] [--peer-classes PATH]
#   --runs          whole processes of each kind (default 11)
#   --times         repetitions in one JVM (default 200)
#   --seconds       how long the webhook is under load (default 10)
#   --cosign        cosign 2 or 3 (default: the one on the PATH); left out when there is none
#   --peer-classes  class path of sigstore-java; without it Maven brings it
set -euo pipefail
export LC_ALL=C.UTF-8
top=$(cd "$(dirname "$0")/.." && pwd)
runs=11 times=200 seconds=10 peers=""
cosign=$(command -v cosign || true)
while [ $# -gt 0 ]; do
    case $1 in
    --runs) runs=$2 ;;
    --times) times=$2 ;;
    --seconds) seconds=$2 ;;
    --cosign) cosign=$2 ;;
    --peer-classes) peers=$2 ;;
    *) echo "bench: unknown option $1; see the head of $0" >&2 && exit 2 ;;
    esac
    shift 2
done
for home in "${COOPER_JAVA_HOME-}" "${JAVA_HOME-}" /usr/lib/jvm/*; do
    if [ -x "$home/bin/java" ] && grep -q '^JAVA_VERSION="25' "$home/release" 2>/dev/null; then
        break
    fi
done
work=$(mktemp -d "${BENCH_DIR:-/tmp}/cooper-trust-XXXXXX")
OLDHOME=$HOME
export COOPER_HOME=$work/home HOME=$work
pids=()
finish() {
    [ ${#pids[@]} = 0 ] || kill "${pids[@]}" 2>/dev/null || true
    wait || true
    rm -rf "$work"
}
trap finish EXIT

"$top/cooper" --version >/dev/null
while [ -z "$(find "$top/cli/target/aot" -name '*travel.aot' -newer "$top/cli/target/cooper.jar" 2>/dev/null)" ]; do
    sleep 1 # the first start makes the start-up caches
done
if [ -z "$peers" ]; then
    version=$(sed -n 's:.*<sigstore-java.version>\(.*\)</.*:\1:p' "$top/pom.xml")
    cat >"$work/pom.xml" <<X
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>bench</groupId><artifactId>bench</artifactId><version>1</version>
<dependencies><dependency><groupId>dev.sigstore</groupId><artifactId>sigstore-java</artifactId>
<version>$version</version></dependency></dependencies></project>
X
    HOME=$OLDHOME mvn -q -B -f "$work/pom.xml" dependency:build-classpath -Dmdep.outputFile="$work/peers" >&2
    peers=$(cat "$work/peers")
fi
classes=$top/cli/target/cooper.jar:$top/cli/target/lib/*
mkdir "$work/classes"
"$home/bin/javac" -nowarn -proc:none -d "$work/classes" -cp "$classes:$peers" "$top/bench/Trust.java"
bench() { "$home/bin/java" -XX:+UseSerialGC --sun-misc-unsafe-memory-access=allow -cp "$work/classes:$classes:$peers" Trust "$@"; }

# address LOG: what a server that has just been started says it listens on
address() {
    until grep -qo 'http://[0-9.:]*' "$1"; do sleep 0.05; done
    grep -o 'http://[0-9.:]*' "$1" | head -n 1
}
REGISTRY_HTTP_ADDR=127.0.0.1:0 REGISTRY_LOG_ACCESSLOG_DISABLED=true "$top/cooper" registry serve >"$work/registry.out" 2>"$work/registry.log" &
pids+=($!)
url=$(address "$work/registry.log")
registry=${url#http://}
bench prepare "$registry" "$work"

# processes NAME COMMAND...: appends milliseconds, and those of processors, to $work/NAME
processes() {
    local name=$1 begin took
    shift
    begin=$(date +%s%N)
    /usr/bin/time -o "$work/time" -f '%U %S' "$@" >"$work/out" 2>&1 || { cat "$work/out" >&2 && exit 1; }
    took=$((($(date +%s%N) - begin) / 1000000))
    echo "$took $(awk '{ print int(($1 + $2) * 1000) }' "$work/time")" >>"$work/$name"
}
# median FILE COLUMN
median() { cut -d ' ' -f "$2" "$1" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] " (" v[1] "–" v[NR] ")" }'; }
image=$registry/bench/single:1
for _ in $(seq "$((runs + 1))"); do
    processes cooper "$top/cooper" verify --key "$work/key0.pub" --insecure-ignore-tlog "$image"
    [ -z "$cosign" ] || processes cosign "$cosign" verify --key "$work/key0.pub" --insecure-ignore-tlog=true "$image"
done
for name in cooper cosign; do
    [ ! -f "$work/$name" ] || sed -i 1d "$work/$name" # the first one warms the disk
done

bundles=$top/trust/src/test/resources/bundle-verify
for _ in 1 2 3; do
    bench cooper "$bundles" "$times" >>"$work/jvm"
    bench sigstore "$bundles" "$times" >>"$work/jvm"
    bench verify "$registry" "$work" "$times" >>"$work/jvm"
done
"$top/cooper" admission serve --listen 127.0.0.1:0 --policy "$work/policy.yaml" >"$work/webhook.out" 2>"$work/webhook.log" &
pids+=($!)
url=$(address "$work/webhook.log")
bench webhook "$url" "$registry" "$times" "$seconds" >>"$work/jvm"

# of NAME COLUMN: the median of a column
of() { awk -v n="$1" -v c="$2" '$1 == n { print $c }' "$work/jvm" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
cat <<T

$(nproc) ×$(sed -n 's/^model name.*://p' /proc/cpuinfo | head -n 1), $(awk '/MemTotal/ { print int($2 / 1048576) " GiB" }' /proc/meminfo), load now $(cut -d ' ' -f 1 /proc/loadavg); $(git -C "$top" rev-parse --short HEAD); $([ -z "$cosign" ] || "$cosign" version 2>/dev/null | sed -n 's/^GitVersion: */cosign /p'); \`bench/trust.sh --runs $runs --times $times --seconds $seconds\`.

| one signature of a key, from a registry on this machine | ms | ms of processors |
|---|---|---|
| whole process, \`cooper verify --key\`, median (least–most) | $(median "$work/cooper" 1) | $(median "$work/cooper" 2) |
$([ -z "$cosign" ] || echo "| whole process, \`cosign verify --key\`, median (least–most) | $(median "$work/cosign" 1) | $(median "$work/cosign" 2) |")
| first in a JVM without start-up cache | $(of image 2) | |
| warm, everything fetched each time: p50 | $(of image 3) | $(of image 5) |
| p99 | $(of image 4) | |

| one keyless bundle in a JVM | first ms | p50 ms | p99 ms | ms of the processor |
|---|---|---|---|---|
| Cooper | $(of bundle-cooper 2) | $(of bundle-cooper 3) | $(of bundle-cooper 4) | $(of bundle-cooper 5) |
| sigstore-java | $(of bundle-sigstore 2) | $(of bundle-sigstore 3) | $(of bundle-sigstore 4) | $(of bundle-sigstore 5) |

| webhook, a signature of each of five keys wanted | first ms | p50 ms | p99 ms |
|---|---|---|---|
| a pod of eight containers | $(of webhook-8x5 2) | $(of webhook-8x5 3) | $(of webhook-8x5 4) |
| a pod of one container | $(of webhook-1x5 2) | $(of webhook-1x5 3) | $(of webhook-1x5 4) |

Under load by eight clients on the same machine: $(of webhook-load 2) requests/s, p50 $(of webhook-load 3) ms, p99 $(of webhook-load 4) ms.
T
