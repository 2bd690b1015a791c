#!/usr/bin/env bash
# Builds the same contexts with Cooper, buildah and the BuildKit inside Debian's docker.io, runs
# interleaved, prints medians side by side and appends them to bench/RESULTS.md.
#
# usage: bench/build.sh [--runs N] [--no-append] [a] [b] [c] [d] [layer] [start]
#   a      small multi-stage build on scratch and busybox
#   b      multi-stage build on a 200 MB Debian base
#   c      5,000 small files and 160 MB of big ones, one COPY
#   d      16 stages that may run at the same time
#   layer  tar, gzip and digests of /usr against gzip -6
#   start  cooper --version, cooper images, a cached build of nothing
# Needs root, and buildah, docker.io, busybox-static, debootstrap and time; all from Debian:
#   apt-get install -y --no-install-recommends buildah runc docker.io busybox-static debootstrap time
set -euo pipefail
export LC_ALL=C.UTF-8
umask 022

here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
runs=5
append=yes
chosen=()
while [ $# -gt 0 ]; do
    case $1 in
        --runs) runs=$2; shift ;;
        --no-append) append= ;;
        a | b | c | d | layer | start) chosen+=("$1") ;;
        *) sed -n '2,13s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    esac
    shift
done
[ ${#chosen[@]} -gt 0 ] || chosen=(a b c d layer start)
for program in buildah dockerd busybox debootstrap /usr/bin/time; do
    command -v "$program" >/dev/null || { echo "bench: $program is missing; see the head of $0" >&2; exit 1; }
done
[ "$(id -u)" = 0 ] || { echo "bench: needs root" >&2; exit 1; }

work=$(mktemp -d "${BENCH_DIR:-/tmp}/cooper-bench-XXXXXX")
result=$work/result.md
export COOPER_HOME=$work/cooper
cooper=$root/cooper
daemon=

finish() {
    [ -z "$daemon" ] || { kill "$daemon" && wait "$daemon" || true; }
    umount "$work/buildah/root/overlay" 2>/dev/null || true
    rm -rf --one-file-system "$work"
}
trap finish EXIT

buildah() { command buildah --root "$work/buildah/root" --runroot "$work/buildah/run" --storage-driver overlay "$@"; }
docker() { DOCKER_BUILDKIT=1 /usr/bin/docker -H "unix://$work/docker/s" "$@"; }

start_docker() {
    mkdir -p "$work/docker"
    unshare -m --propagation private dockerd --iptables=false --bridge=none --data-root "$work/docker/root" \
        --exec-root "$work/docker/exec" -H "unix://$work/docker/s" --pidfile "$work/docker/pid" \
        >"$work/docker/log" 2>&1 &
    daemon=$!
    for _ in $(seq 200); do
        docker version >/dev/null 2>&1 && return
        sleep 0.1
    done
    cat "$work/docker/log" >&2
    exit 1
}

# archive DIRECTORY NAME: an image of one layer, loaded by all three
archive() {
    local at=$work/archive
    mkdir -p "$at/layer"
    tar --sort=name --numeric-owner -C "$1" -cf "$at/layer/layer.tar" .
    local diff id
    diff=$(sha256sum "$at/layer/layer.tar" | cut -d' ' -f1)
    printf '{"architecture":"%s","os":"linux","config":{"Env":["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]},"history":[{"created_by":"bench"}]}' \
        "$(dpkg --print-architecture)" "$diff" >"$at/config.json"
    id=$(sha256sum "$at/config.json" | cut -d' ' -f1)
    mv "$at/config.json" "$at/$id.json"
    printf '[{"Config":"%s.json","RepoTags":["%s"],"Layers":["layer/layer.tar"]}]' "$id" "$2" >"$at/manifest.json"
    tar -C "$at" -cf "$work/image.tar" manifest.json "$id.json" layer/layer.tar
    rm -rf "$at"
    "$cooper" load -i "$work/image.tar" >/dev/null
    buildah pull -q "docker-archive:$work/image.tar" >/dev/null
    docker load -q -i "$work/image.tar" >/dev/null
    rm "$work/image.tar"
}

# --- the contexts -------------------------------------------------------------------------------

busybox_tar() {
    mkdir -p "$work/bb/bin" "$work/bb/tmp" "$work/bb/etc"
    cp "$(command -v busybox)" "$work/bb/bin/busybox"
    for applet in $(busybox --list); do
        [ "$applet" = busybox ] || ln -sf busybox "$work/bb/bin/$applet"
    done
    echo 'root:x:0:0:root:/root:/bin/sh' >"$work/bb/etc/passwd"
    echo 'root:x:0:' >"$work/bb/etc/group"
    tar --sort=name --owner=0 --group=0 --mtime=@1600000000 -C "$work/bb" -cf "$1" .
    rm -rf "$work/bb"
}

prepare_a() {
    mkdir -p "$work/a/src"
    busybox_tar "$work/a/busybox.tar"
    for n in $(seq 50); do seq "$n" $((n + 200)) >"$work/a/src/file$n"; done
    cat >"$work/a/Dockerfile" <<'D'
FROM scratch AS base
ADD busybox.tar /

FROM base AS build
WORKDIR /src
COPY src .
RUN cat file* | sort -n | uniq > /all
RUN md5sum /all > /sum

FROM base
COPY --from=build /all /sum /out/
RUN cat /out/sum
CMD ["/bin/sh"]
D
}

prepare_b() {
    local mirror
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 2>/dev/null | grep -v security | head -1)
    : "${mirror:?apt has no package sources to take Debian from}"
    debootstrap --variant=minbase bookworm "$work/debian" "$mirror" >"$work/debootstrap.log"
    rm -rf "$work"/debian/var/cache/apt/archives/*.deb "$work"/debian/var/lib/apt/lists/*
    archive "$work/debian" localhost/bench-debian:1
    rm -rf "$work/debian"
    mkdir -p "$work/b/app"
    for n in $(seq 100); do seq "$n" $((n + 500)) >"$work/b/app/part$n"; done
    cat >"$work/b/Dockerfile" <<'D'
FROM localhost/bench-debian:1 AS build
RUN useradd -m builder && chown -R builder /home/builder
WORKDIR /app
COPY app .
RUN for i in $(seq 2000); do echo "$i" > "gen$i"; done && gzip gen*
RUN cat part* | sort | uniq -c > /summary

FROM localhost/bench-debian:1
RUN groupadd app
COPY --from=build /app /app
COPY --from=build /summary /summary
CMD ["cat", "/summary"]
D
}

prepare_c() {
    mkdir -p "$work/c/data"
    awk 'BEGIN { for (i = 0; i < 5000; i++) { d = sprintf("%s/c/data/d%02d", W, i % 50); if (i < 50) system("mkdir -p " d); f = d "/f" i; for (j = 0; j < 2; j++) printf "%060d\n", i > f; close(f) } }' W="$work"
    for megabytes in 1 10 50 100; do
        openssl enc -aes-128-ctr -nosalt -pass "pass:$megabytes" -in /dev/zero 2>/dev/null |
            head -c $((megabytes << 20)) >"$work/c/data/big$megabytes" || true
    done
    printf 'FROM scratch\nCOPY data /data\n' >"$work/c/Dockerfile"
}

prepare_d() {
    mkdir -p "$work/d"
    busybox_tar "$work/d/busybox.tar"
    {
        printf 'FROM scratch AS base\nADD busybox.tar /\n'
        for n in $(seq 16); do
            printf 'FROM base AS s%d\nRUN seq %d 60000 | sort -R | md5sum > /s%d; true\n' "$n" "$n" "$n"
        done
        printf 'FROM base\n'
        for n in $(seq 16); do printf 'COPY --from=s%d /s%d /\n' "$n" "$n"; done
    } >"$work/d/Dockerfile"
}

# --- measuring ----------------------------------------------------------------------------------

# once TOOL SCENARIO EXTRA: seconds and megabytes of one build, "S M"
once() {
    local tool=$1 scenario=$2 extra=${3-}
    local line
    case $tool in
        cooper) line=("$cooper" build $extra -q -t "bench-$scenario") ;;
        buildah) line=(buildah --root "$work/buildah/root" --runroot "$work/buildah/run" --storage-driver overlay
            bud $extra -q --layers --isolation chroot -t "bench-$scenario") ;;
        buildkit) line=(/usr/bin/docker -H "unix://$work/docker/s" build $extra -q --network none -t "bench-$scenario") ;;
    esac
    (
        cd "$work/$scenario"
        DOCKER_BUILDKIT=1 /usr/bin/time -o "$work/time" -f '%e %M' "${line[@]}" . >"$work/out" 2>&1 ||
            { cat "$work/out" >&2; exit 1; }
    )
    tail -1 "$work/time"
}

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", (b > 0 ? a / b : 0) }'; }

scenario() {
    local name=$1 kind extra tool run
    echo "== $name" >&2
    "prepare_$name"
    for kind in no-cache cached; do
        extra=
        [ "$kind" = no-cache ] && extra=--no-cache
        rm -f "$work"/seconds.* "$work"/memory.*
        for run in $(seq "$runs"); do
            for tool in cooper buildah buildkit; do
                sync
                once "$tool" "$name" $extra >"$work/one"
                cut -d' ' -f1 "$work/one" >>"$work/seconds.$tool"
                cut -d' ' -f2 "$work/one" >>"$work/memory.$tool"
            done
        done
        local c b k m
        c=$(median <"$work/seconds.cooper")
        b=$(median <"$work/seconds.buildah")
        k=$(median <"$work/seconds.buildkit")
        m=$(median <"$work/memory.cooper")
        row "| $name | $kind | $c | $b | $k | $(ratio "$c" "$b") | $(ratio "$c" "$k") | $((m / 1024)) |"
    done
    rm -rf "${work:?}/$name"
}

row() { echo "$1" | tee -a "$result"; }

layer() {
    echo "== layer" >&2
    local bytes gzip ours tar=$work/usr.tar
    # A third of a gigabyte of what an image holds: programs, libraries, texts.
    tar --sort=name -C / -cf - usr/bin usr/lib/x86_64-linux-gnu usr/share usr/sbin 2>/dev/null | head -c 400M >"$tar" || true
    mkdir -p "$work/usr"
    tar -C "$work/usr" -xf "$tar" 2>/dev/null || true
    tar --sort=name -C "$work/usr" -cf "$tar" .
    bytes=$(stat -c %s "$tar")
    rm -f "$work"/gzip.s "$work"/ours.s
    for _ in $(seq "$runs"); do
        /usr/bin/time -o "$work/t" -f %e gzip -6 -c "$tar" >"$work/usr.gz"
        tail -1 "$work/t" >>"$work/gzip.s"
        "$here/layer.sh" "$work/usr" "$work/ours.gz" >"$work/t"
        cat "$work/t" >>"$work/ours.s"
    done
    gzip=$(median <"$work/gzip.s")
    ours=$(median <"$work/ours.s")
    {
        echo
        echo "Layer of $((bytes >> 20)) MiB of /usr: tar, gzip and both digests in one process, against \`gzip -6\` of the finished tar."
        echo
        echo "| | seconds | MiB/s | size in MiB |"
        echo "|---|---|---|---|"
        echo "| gzip -6 | $gzip | $(ratio $((bytes >> 20)) "$gzip") | $(ratio "$(stat -c %s "$work/usr.gz")" 1048576) |"
        echo "| Cooper | $ours | $(ratio $((bytes >> 20)) "$ours") | $(ratio "$(stat -c %s "$work/ours.gz")" 1048576) |"
        echo "| Cooper / gzip, bytes per second | | $(ratio "$gzip" "$ours") | $(ratio "$(stat -c %s "$work/ours.gz")" "$(stat -c %s "$work/usr.gz")") |"
    } | tee -a "$result"
    rm -rf "$tar" "$work/usr" "$work"/*.gz
}

start() {
    echo "== start" >&2
    {
        echo
        echo "| start-up, median of 20 | ms | MiB |"
        echo "|---|---|---|"
    } | tee -a "$result"
    mkdir -p "$work/e"
    printf 'FROM scratch\nCOPY Dockerfile /\n' >"$work/e/Dockerfile"
    local words
    for words in --version images "build -q $work/e"; do
        rm -f "$work/ms" "$work/kb"
        for _ in $(seq 20); do
            local begin=${EPOCHREALTIME/./}
            # shellcheck disable=SC2086
            /usr/bin/time -o "$work/t" -f %M "$cooper" $words >/dev/null 2>&1
            echo $(((${EPOCHREALTIME/./} - begin) / 1000)) >>"$work/ms"
            tail -1 "$work/t" >>"$work/kb"
        done
        row "| cooper ${words/$work\/e/CONTEXT} | $(median <"$work/ms") | $(($(median <"$work/kb") / 1024)) |"
    done
}

mkdir -p "$work/cooper"
# Cooper builds itself in a checkout and prepares its start-up cache before anything is measured.
"$cooper" --version >/dev/null
mkdir -p "$work/buildah"
for part in "${chosen[@]}"; do
    case $part in
        [abcd])
            if [ -z "$daemon" ]; then
                start_docker
                {
                    echo
                    echo "| scenario | | Cooper s | buildah s | BuildKit s | Cooper / buildah | Cooper / BuildKit | Cooper MiB |"
                    echo "|---|---|---|---|---|---|---|---|"
                } | tee -a "$result"
            fi
            scenario "$part"
            ;;
        *) "$part" ;;
    esac
done

if [ "$append" ]; then
    {
        echo
        echo "## $(date -u +%Y-%m-%d), $(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo unknown)"
        echo
        echo "$(nproc) × $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), $(free -g | awk '/^Mem/ { print $2 }') GiB, Linux $(uname -r), load before $(cut -d' ' -f1 /proc/loadavg); $(command buildah --version | cut -d' ' -f1-3); docker.io $(dpkg-query -W -f '${Version}' docker.io). Medians of $runs interleaved runs (\`bench/build.sh --runs $runs ${chosen[*]}\`)."
        echo
        cat "$result"
    } >>"$here/RESULTS.md"
fi
