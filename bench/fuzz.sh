#!/usr/bin/env bash
# Fuzzes the parsers of foreign bytes with Jazzer, one after the other.
#
# usage: bench/fuzz.sh SECONDS [archive] [documents] [dockerfile] [ignore] [load] [request] [secrets] [checks]
#                      [feeds] [chunks] [trivy-db] [grype-db] [database-archive] [statements]
#                      [texts] [licenses] [sbom] [inventory] [inventory-NAME]
# "inventory" is all catalogers, NAME one of inventory/src/test/resources/fuzz/inventory-paths.txt.
# Inputs that break something are left in bench/target/fuzz/NAME; make them tests.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
seconds=${1:?usage: bench/fuzz.sh SECONDS [NAME...]}
shift
[ $# -gt 0 ] || set -- archive documents dockerfile ignore load request secrets checks \
    feeds chunks trivy-db grype-db database-archive statements texts licenses sbom inventory
paths=$root/inventory/src/test/resources/fuzz/inventory-paths.txt
names=
for name; do
    case $name in
        inventory) names="$names $(sed -n 's/^\([^# ][^ ]*\) .*/inventory-\1/p' "$paths" | tr '\n' ' ')" ;;
        *) names="$names $name" ;;
    esac
done
# shellcheck disable=SC2086 # the names are words
set -- $names

jazzer=$(sed -n 's:.*<jazzer.version>\(.*\)</jazzer.version>.*:\1:p' "$root/pom.xml")
work=$root/bench/target/fuzz
mkdir -p "$work/lib"
cd "$root"
for artifact in jazzer jazzer-api; do
    [ -f "$work/lib/$artifact-$jazzer.jar" ] ||
        mvn -q -B dependency:copy -Dartifact="com.code-intelligence:$artifact:$jazzer" -DoutputDirectory="$work/lib"
done
mvn -q -B -pl cli -am -DskipTests package

for home in "${COOPER_JAVA_HOME-}" "${JAVA_HOME-}" /usr/lib/jvm/*; do
    if [ -x "$home/bin/java" ] && grep -q '^JAVA_VERSION="25' "$home/release" 2>/dev/null; then
        break
    fi
done

# Targets that write files do so in memory.
memory=/dev/shm
[ -w "$memory" ] || memory=/tmp

failed=
for name; do
    path=
    case $name in
        archive) room=archive target=dev.cooper.archive.ArchiveFuzz ;;
        documents) room=oci target=dev.cooper.oci.DocumentsFuzz ;;
        dockerfile) room=dockerfile target=dev.cooper.dockerfile.DockerfileFuzzer ;;
        ignore) room=dockerfile target=dev.cooper.dockerfile.IgnoreFileFuzzer ;;
        load) room=store target=dev.cooper.store.archive.LoadFuzz ;;
        secrets) room=scan target=dev.cooper.scan.secret.SecretsFuzz ;;
        checks) room=scan target=dev.cooper.scan.misconfiguration.ChecksFuzz ;;
        feeds) room=scan target=dev.cooper.scan.feed.FeedsFuzz ;;
        chunks) room=scan target=dev.cooper.scan.advisory.ChunksFuzz ;;
        trivy-db) room=scan target=dev.cooper.scan.feed.TrivyDatabaseFuzz ;;
        grype-db) room=scan target=dev.cooper.scan.feed.GrypeDatabaseFuzz ;;
        database-archive) room=scan target=dev.cooper.scan.feed.DatabaseArchiveFuzz ;;
        statements) room=scan target=dev.cooper.scan.vex.StatementsFuzz ;;
        request) room=registry target=dev.cooper.registry.config.RequestFuzz ;;
        texts) room=inventory target=dev.cooper.inventory.document.DocumentFuzz ;;
        licenses) room=inventory target=dev.cooper.inventory.license.LicenseFuzz ;;
        sbom) room=inventory target=dev.cooper.inventory.sbom.SbomFuzz ;;
        inventory-*)
            room=inventory target=dev.cooper.inventory.CatalogerFuzz
            path=$(sed -n "s:^${name#inventory-} ::p" "$paths")
            [ -n "$path" ] || { echo "fuzz: no path for $name in $paths" >&2; exit 2; }
            ;;
        *) echo "fuzz: no target $name" >&2; exit 2 ;;
    esac
    classes=$room/target/test-classes
    for jar in "$work"/lib/*.jar cli/target/lib/*.jar; do classes=$classes:$jar; done
    mkdir -p "$work/$name/corpus"
    seeds=$room/src/test/resources/fuzz/$name
    [ ! -d "$seeds" ] || cp "$seeds"/* "$work/$name/corpus/"
    echo "== $name: $target for $seconds s"
    (
        cd "$work/$name"
        # Memory that grows ends the run: the heap is small and libFuzzer watches the rest.
        "$home/bin/java" -XX:+UseSerialGC -Xmx512m --enable-native-access=ALL-UNNAMED \
            --sun-misc-unsafe-memory-access=allow -Dcooper.fuzz.path="$path" -Djava.io.tmpdir="$memory" \
            -cp "$(echo "$classes" | sed "s:^$room:$root/$room:; s#:cli#:$root/cli#g")" \
            com.code_intelligence.jazzer.Jazzer --target_class="$target" --instrumentation_includes="dev.cooper.**" \
            -max_total_time="$seconds" -timeout=60 -rss_limit_mb=1500 -print_final_stats=1 corpus \
            >log 2>&1
    ) || failed="$failed $name"
    grep -E '^stat::(number_of_executed|new_units|peak_rss)|SUMMARY|Exception' "$work/$name/log" || true
done
[ -z "$failed" ] || { echo "fuzz: found something in:$failed" >&2; exit 1; }
