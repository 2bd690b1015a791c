#!/usr/bin/env bash
# Cooper's scan beside Trivy's in the same run: the same images, the same database.
#
#   bench/scan.sh [--runs N] [--trivy PROGRAM] --advisories "SOURCE..." IMAGES [CASE...]
#
# IMAGES is the directory that bench/scan-images.sh made; SOURCEs are what `cooper db build` takes.
# Cases: cold (nothing known of the layers), warm, secrets (cold, with secrets), sixteen (so many
# scans at once on one cache), shared (another image on the same base), database (500,000
# advisories, 1,000 packages). Results go to the standard output as tables for bench/RESULTS.md.
# PROGRAM is Trivy 0.44.1 as the tests fetch it (target/newer-peers/trivy/trivy).
set -euo pipefail

top=$(cd "$(dirname "$0")/.." && pwd)
runs=5
trivy=$top/target/newer-peers/trivy/trivy
advisories=""
while [ $# -gt 0 ]; do
    case $1 in
    --runs) runs=$2 && shift 2 ;;
    --trivy) trivy=$2 && shift 2 ;;
    --advisories) advisories=$2 && shift 2 ;;
    *) break ;;
    esac
done
images=$(cd "$1" && pwd)
shift
cases=("${@:-cold}")
[ $# -gt 0 ] || cases=(cold warm secrets sixteen shared database)
work=$(mktemp -d /tmp/cooper-bench-scan.XXXXXX)
trap 'rm -rf "$work"' EXIT
export COOPER_HOME=$work/home
cooper=$top/cooper
"$cooper" --version >"$work/version"

# timed NAME COMMAND...: appends "seconds cpu-seconds KiB" to $work/NAME.
timed() {
    local name=$1
    shift
    if ! /usr/bin/time -o "$work/time" -f '%e %U %S %M' "$@" >"$work/$name.out" 2>"$work/$name.err"; then
        cat "$work/$name.err" >&2
        exit 1
    fi
    awk 'NF == 4 { printf "%.2f %.2f %d\n", $1, $2 + $3, $4 }' "$work/time" >>"$work/$name"
}

# median NAME COLUMN
median() {
    cut -d ' ' -f "$2" "$work/$1" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

row() {
    local name=$1 c=cooper-$1 t=trivy-$1
    awk -v n="$name" -v cs="$(median "$c" 1)" -v ts="$(median "$t" 1)" -v cc="$(median "$c" 2)" \
        -v tc="$(median "$t" 2)" -v cm="$(sort -n -k 3 "$work/$c" | tail -n 1 | cut -d ' ' -f 3)" \
        -v tm="$(sort -n -k 3 "$work/$t" | tail -n 1 | cut -d ' ' -f 3)" 'BEGIN {
        printf "| %s | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %d | %d |\n",
            n, cs, ts, cs / ts, cc, tc, cc / tc, cm / 1024, tm / 1024 }'
}

scan_cooper() {
    local name=$1 image=$2 cache=$3 scanners=$4
    timed "$name" "$cooper" scan image --cache-dir "$cache" --input "$images/$image.tar" \
        --scanners "$scanners" --format json --output "$work/$name.json" --quiet
}

scan_trivy() {
    local name=$1 image=$2 cache=$3 scanners=$4
    timed "$name" "$trivy" --cache-dir "$cache" --quiet image --input "$images/$image.tar" \
        --scanners "$scanners" --format json --output "$work/$name.json" --timeout 30m \
        --skip-db-update --skip-java-db-update --offline-scan
}

# pairs NAME IMAGE SCANNERS cold|warm: both, in turns.
pairs() {
    local name=$1 image=$2 scanners=$3 how=$4 i
    rm -f "$work/cooper-$name" "$work/trivy-$name"
    for ((i = 0; i < runs; i++)); do
        if [ "$how" = cold ]; then
            rm -rf "$work/cooper/inventory" "$work/trivy/fanal"
        fi
        scan_cooper "cooper-$name" "$image" "$work/cooper" "$scanners"
        scan_trivy "trivy-$name" "$image" "$work/trivy" "$scanners"
    done
    row "$name"
}

# sixteen at once on one cache that knows nothing yet: how many succeed, and how long all take.
sixteen() {
    local who=$1 i ok=0 begin end pids=()
    rm -rf "$work/cooper/inventory" "$work/trivy/fanal"
    begin=$(date +%s.%N)
    for ((i = 0; i < 16; i++)); do
        (
            work=$work/sixteen-$who-$i
            mkdir -p "$work"
            "scan_$who" "one" full "${work%/*}/$who" vuln
        ) 2>>"$work/sixteen-$who.err" &
        pids+=($!)
    done
    for i in "${pids[@]}"; do
        if wait "$i"; then ok=$((ok + 1)); fi
    done
    end=$(date +%s.%N)
    awk -v w="$who" -v ok="$ok" -v b="$begin" -v e="$end" \
        'BEGIN { printf "| %s | %d of 16 | %.1f |\n", w, ok, e - b }'
}

header() {
    echo
    echo "| $1 | Cooper s | Trivy s | ratio | Cooper CPU s | Trivy CPU s | ratio | Cooper MiB | Trivy MiB |"
    echo "|---|---|---|---|---|---|---|---|---|"
}

# shellcheck disable=SC2086 # the sources are separate words
"$cooper" db build --quiet --output "$work/cooper/db" $advisories
"$cooper" db export --cache-dir "$work/cooper" --format trivy-db --output "$work/trivy"
# Trivy looks at no jar without a database of jars; an empty one will do.
python3 - "$work/trivy/java-db" <<'PY'
import json, os, sqlite3, sys
os.makedirs(sys.argv[1])
with sqlite3.connect(sys.argv[1] + "/trivy-java.db") as base:
    base.executescript("""
        create table artifacts(id integer primary key, group_id text, artifact_id text);
        create table indices(artifact_id integer, version text, sha1 blob, archive_type text);
        """)
day = "2036-01-01T00:00:00Z"
with open(sys.argv[1] + "/metadata.json", "w") as file:
    json.dump({"Version": 1, "NextUpdate": day, "UpdatedAt": day, "DownloadedAt": day}, file)
PY

echo "$(nproc) processors, $(awk '/MemTotal/ { printf "%d GiB", $2 / 1048576 }' /proc/meminfo)," \
    "$(uname -sr), load before $(cut -d ' ' -f 1 /proc/loadavg); $(cat "$work/version")," \
    "Trivy 0.44.1; full.tar has $(($(stat -c %s "$images/full.tar") / 1000000)) MB;" \
    "medians of $runs runs in turns"
header scan
for each in "${cases[@]}"; do
    case $each in
    cold) pairs cold full vuln cold ;;
    warm)
        scan_cooper ignored full "$work/cooper" vuln
        scan_trivy ignored full "$work/trivy" vuln
        pairs warm full vuln warm
        ;;
    secrets) pairs secrets full vuln,secret cold ;;
    shared)
        scan_cooper ignored full "$work/cooper" vuln
        scan_trivy ignored full "$work/trivy" vuln
        runs=1 pairs shared shared vuln warm
        ;;
    esac
done
for each in "${cases[@]}"; do
    case $each in
    sixteen)
        echo
        echo "| 16 scans at once on one cache | succeeded | seconds for all |"
        echo "|---|---|---|"
        sixteen cooper
        sixteen trivy
        ;;
    database) "$top/bench/database.sh" ;;
    esac
done
