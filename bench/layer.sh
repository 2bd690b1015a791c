#!/usr/bin/env bash
# usage: bench/layer.sh DIRECTORY TARGET   writes DIRECTORY as a gzip layer; prints the seconds
# The seconds are those of one cold pass, without the start of the JVM.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
for home in "${COOPER_JAVA_HOME-}" "${JAVA_HOME-}" /usr/lib/jvm/*; do
    if [ -x "$home/bin/java" ] && grep -q '^JAVA_VERSION="25' "$home/release" 2>/dev/null; then
        break
    fi
done
classes=$(echo "$root"/cli/target/cooper.jar "$root"/cli/target/lib/*.jar | tr ' ' :)
exec "$home/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -cp "$classes" "$(dirname "$0")/Layer.java" "$@"
