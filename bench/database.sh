#!/usr/bin/env bash
# usage: bench/database.sh [RUNS]   times a database of 500,000 made-up advisories: one JVM of its
# own for each run, with the options and the start-up cache of "cooper scan", so that nothing is warm
# but the page cache
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
for home in "${COOPER_JAVA_HOME-}" "${JAVA_HOME-}" /usr/lib/jvm/*; do
    if [ -x "$home/bin/java" ] && grep -q '^JAVA_VERSION="25' "$home/release" 2>/dev/null; then
        break
    fi
done
classes=$(echo "$root"/cli/target/cooper.jar "$root"/cli/target/lib/*.jar | tr ' ' :)
work=$(mktemp -d /tmp/cooper-bench-database.XXXXXX)
trap 'rm -rf "$work"' EXIT
"${home}/bin/javac" -nowarn -cp "$classes" -d "$work" "$root/bench/Advisories.java"
java() {
    "$home/bin/java" "$@"
}
COOPER_HOME=$work/home "$root/cooper" --version >/dev/null
for cache in "$root"/cli/target/aot/*-scan.aot; do
    [ "$cache" -nt "$root/cli/target/cooper.jar" ] && break
    echo 'database: the start-up cache is older than the program: run it once, and wait' >&2
    exit 1
done
# As the launcher says them; a class path may be longer than the cache's.
words=$(sed -n "s/^flags='\(.*\)'/\1/p; s/^build=//p" "$root/cooper")
# shellcheck disable=SC2086 # the words are words
measure() {
    java $words -XX:AOTCache="$cache" -cp "$classes:$work" Advisories measure "$@"
}
java -cp "$work:$classes" Advisories make "$work/advisories.zip"
COOPER_HOME=$work/home "$root/cooper" db build --quiet --output "$work/db" "osv=$work/advisories.zip"
for ((i = 0; i < ${1:-5}; i++)); do
    measure "$work/db" 1
done
echo "the same in one JVM, from the third time on:"
measure "$work/db" 8 | tail -n 6
