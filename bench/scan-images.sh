#!/usr/bin/env bash
# Makes the images that scans are compared on, from packages as their registries serve them: the
# system's from Debian's main archive alone, hence behind its security archive; jars from Maven
# Central; modules from npm. Each is a docker archive (as of `docker save`). What is there is kept.
#
#   bench/scan-images.sh DIRECTORY [minimal|full|java|node|python|shared ...]
#
# Needs root, debootstrap, mvn, npm and python3. About ten minutes, 4 GB.
set -euo pipefail

directory=$(mkdir -p "$1" && cd "$1" && pwd)
shift
work=$directory/work
mkdir -p "$work"
suite=bookworm
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' 'Component: main' |
    grep -v security | head -n 1)
export DEBIAN_FRONTEND=noninteractive

# archive NAME ENTRYPOINT LAYER.tar...: puts layers together as docker save does.
archive() {
    local name=$1 entrypoint=$2 layers="" diff_ids="" history="" layer id config
    shift 2
    rm -rf "$work/$name.archive"
    mkdir "$work/$name.archive"
    for layer in "$@"; do
        id=$(sha256sum <"$layer" | cut -d ' ' -f 1)
        mkdir -p "$work/$name.archive/$id"
        ln -f "$layer" "$work/$name.archive/$id/layer.tar"
        layers+=",\"$id/layer.tar\""
        diff_ids+=",\"sha256:$id\""
        history+=",{\"created\":\"2026-01-01T00:00:00Z\",\"created_by\":\"COPY $(basename "$layer" .tar) / # buildkit\"}"
    done
    config="{\"architecture\":\"amd64\",\"os\":\"linux\",\"created\":\"2026-01-01T00:00:00Z\""
    config+=",\"config\":{\"Env\":[\"PATH=/usr/sbin:/usr/bin:/sbin:/bin\"],\"Cmd\":[\"$entrypoint\"]}"
    config+=",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[${diff_ids#,}]},\"history\":[${history#,}]}"
    id=$(printf %s "$config" | sha256sum | cut -d ' ' -f 1)
    printf %s "$config" >"$work/$name.archive/$id.json"
    printf '[{"Config":"%s.json","RepoTags":["scan/%s:1"],"Layers":[%s]}]' \
        "$id" "$name" "${layers#,}" >"$work/$name.archive/manifest.json"
    # Names without "./": some readers want exactly "manifest.json".
    (cd "$work/$name.archive" && tar --owner 0 --group 0 --sort name --hard-dereference \
        -cf "$directory/$name.tar.part" -- *)
    mv "$directory/$name.tar.part" "$directory/$name.tar"
    rm -rf "$work/$name.archive"
}

# layer NAME ROOT: a tar of a directory.
layer() {
    tar -C "$2" --numeric-owner --sort name --one-file-system -cf "$work/$1.tar" .
}

minimal_root() {
    [ -e "$work/min.done" ] && return
    rm -rf "$work/min"
    debootstrap --variant=minbase "$suite" "$work/min" "$mirror" >"$work/min.log"
    printf 'deb %s %s main\n' "$mirror" "$suite" >"$work/min/etc/apt/sources.list"
    rm -rf "$work/min/var/cache/apt/archives/"*.deb "$work/min/var/lib/apt/lists/"*
    touch "$work/min.done"
}

full_root() {
    [ -e "$work/full.done" ] && return
    rm -rf "$work/full"
    cp -a "$work/min" "$work/full"
    cp /etc/resolv.conf "$work/full/etc/resolv.conf"
    printf '#!/bin/sh\nexit 101\n' >"$work/full/usr/sbin/policy-rc.d"
    chmod 755 "$work/full/usr/sbin/policy-rc.d"
    mount -t proc proc "$work/full/proc"
    chroot "$work/full" apt-get update -qq
    chroot "$work/full" apt-get install -y -qq --no-install-recommends \
        gcc make patch dpkg-dev git curl wget python3 python3-pip nginx-light php-cli ruby \
        postgresql-client imagemagick ffmpeg openssh-client openssh-server gnupg rsync \
        bind9-dnsutils libxml2-utils samba-libs krb5-user redis-server >"$work/full.log" 2>&1
    umount "$work/full/proc"
    rm -rf "$work/full/var/cache/apt/"* "$work/full/var/lib/apt/lists/"* \
        "$work/full/usr/sbin/policy-rc.d" "$work/full/usr/share/locale/"*
    touch "$work/full.done"
}

# debs NAME PACKAGE...: downloads packages of the main archive into $work/NAME.
debs() {
    local to=$work/$1
    shift
    mkdir -p "$work/apt/lists/partial" "$work/apt/cache/archives/partial" "$to"
    : >"$work/apt/status"
    printf 'deb %s %s main\n' "$mirror" "$suite" >"$work/apt/sources.list"
    local options=(-o "Dir::Etc::sourcelist=$work/apt/sources.list"
        -o Dir::Etc::sourceparts=/dev/null -o "Dir::State::lists=$work/apt/lists"
        -o "Dir::State::status=$work/apt/status" -o "Dir::Cache=$work/apt/cache"
        -o APT::Sandbox::User=root)
    [ -e "$work/apt/updated" ] || apt-get "${options[@]}" update -qq
    touch "$work/apt/updated"
    (cd "$to" && apt-get "${options[@]}" download -qq "$@")
}

# The files of a few packages and, as distroless images have it, one status file for each.
distroless_root() {
    local deb name root=$work/distroless
    rm -rf "$root" "$work/distroless-debs"
    debs distroless-debs base-files netbase tzdata ca-certificates libc6 libgcc-s1 libstdc++6 \
        zlib1g libssl3 libexpat1 libfreetype6 libpng16-16 libbrotli1 libjpeg62-turbo liblcms2-2 \
        libglib2.0-0 libpcre2-8-0 libharfbuzz0b libgraphite2-3 libuuid1 openjdk-17-jre-headless
    mkdir -p "$root/var/lib/dpkg/status.d"
    for deb in "$work/distroless-debs/"*.deb; do
        name=$(dpkg-deb -f "$deb" Package)
        dpkg-deb -x "$deb" "$root"
        dpkg-deb -f "$deb" >"$root/var/lib/dpkg/status.d/$name"
        dpkg-deb -I "$deb" md5sums >"$root/var/lib/dpkg/status.d/$name.md5sums" 2>/dev/null || true
    done
}

# A jar as Spring Boot's plugin lays it out: the libraries stored, uncompressed, in BOOT-INF/lib.
java_root() {
    local jar=$work/java-jar root=$work/java
    rm -rf "$jar" "$root"
    mkdir -p "$jar/BOOT-INF/lib" "$jar/BOOT-INF/classes" "$jar/META-INF/maven/com.example/shop" \
        "$root/app"
    local item dependencies=""
    for item in org.springframework.boot:spring-boot-starter-web:2.5.6 \
        org.springframework.security:spring-security-web:5.5.2 \
        org.apache.logging.log4j:log4j-core:2.14.1 org.apache.commons:commons-text:1.9 \
        commons-collections:commons-collections:3.2.1 commons-fileupload:commons-fileupload:1.4 \
        io.netty:netty-codec-http:4.1.65.Final com.h2database:h2:1.4.200 \
        com.google.code.gson:gson:2.8.6 org.postgresql:postgresql:42.2.20 \
        org.apache.calcite.avatica:avatica:1.18.0 com.google.protobuf:protobuf-java:3.16.0 \
        org.bouncycastle:bcprov-jdk15on:1.66 org.apache.shiro:shiro-core:1.7.0; do
        dependencies+=$(printf '<dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version></dependency>' \
            ${item//:/ })
    done
    cat >"$work/java-pom.xml" <<XML
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>com.example</groupId><artifactId>shop</artifactId><version>1.0</version>
<dependencies>$dependencies</dependencies></project>
XML
    mvn -q -B -f "$work/java-pom.xml" dependency:copy-dependencies -DoutputDirectory="$jar/BOOT-INF/lib"
    printf 'Manifest-Version: 1.0\nImplementation-Title: shop\nImplementation-Version: 1.0\nMain-Class: org.springframework.boot.loader.JarLauncher\nStart-Class: com.example.Shop\nSpring-Boot-Version: 2.5.6\nSpring-Boot-Classes: BOOT-INF/classes/\nSpring-Boot-Lib: BOOT-INF/lib/\n' \
        >"$jar/META-INF/MANIFEST.MF"
    printf 'groupId=com.example\nartifactId=shop\nversion=1.0\n' \
        >"$jar/META-INF/maven/com.example/shop/pom.properties"
    (cd "$jar" && python3 - "$root/app/shop-1.0.jar" <<'PY'
import os, sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_STORED) as jar:
    for folder, folders, files in os.walk("."):
        folders.sort()
        for name in sorted(files):
            jar.write(os.path.join(folder, name))
PY
    )
}

node_root() {
    local root=$work/node
    rm -rf "$root"
    mkdir -p "$root/app"
    cat >"$root/app/package.json" <<'JSON'
{"name": "shop", "version": "1.0.0", "private": true, "dependencies": {
  "express": "4.16.0", "lodash": "4.17.15", "axios": "0.21.0", "minimist": "1.2.0",
  "jsonwebtoken": "8.5.1", "handlebars": "4.5.0", "moment": "2.29.1", "node-fetch": "2.6.0",
  "ws": "7.4.0", "braces": "2.3.0", "follow-redirects": "1.14.0", "semver": "7.3.0",
  "tough-cookie": "4.0.0", "json5": "1.0.1", "ansi-regex": "5.0.0", "qs": "6.5.1",
  "marked": "0.3.6", "next": "12.0.1", "react": "17.0.2", "react-dom": "17.0.2"}}
JSON
    (cd "$root/app" && npm install --silent --ignore-scripts --no-audit --no-fund --legacy-peer-deps)
    rm -rf "$root/app/node_modules/.cache"
}

# Python's own registry is not asked: the modules are Debian's, taken out of their packages into a
# folder that no package owns, and pip and setuptools are the wheels that Python brings.
python_root() {
    local root=$work/python deb
    rm -rf "$root" "$work/python-debs"
    mkdir -p "$root/app"
    python3 -m venv --copies "$root/app/venv"
    local site
    site=$(echo "$root"/app/venv/lib/python3*/site-packages)
    debs python-debs python3-django python3-jinja2 python3-requests python3-urllib3 python3-pil \
        python3-cryptography python3-werkzeug python3-flask python3-aiohttp python3-lxml \
        python3-paramiko python3-sqlalchemy python3-tornado python3-twisted python3-certifi \
        python3-idna python3-yaml python3-mako python3-markdown python3-pygments python3-sqlparse \
        python3-httplib2 python3-rsa python3-ecdsa python3-jwt python3-babel python3-nltk \
        python3-waitress python3-gunicorn python3-feedparser python3-oauthlib python3-redis \
        python3-numpy python3-scipy python3-setuptools python3-wheel python3-wheel-whl
    mkdir "$work/python-debs/root"
    for deb in "$work/python-debs/"*.deb; do
        dpkg-deb -x "$deb" "$work/python-debs/root"
    done
    cp -a "$work/python-debs/root/usr/lib/python3/dist-packages/." "$site/"
}

make_image() {
    [ -e "$directory/$1.tar" ] && return
    minimal_root
    [ -e "$work/minimal.tar" ] || layer minimal "$work/min"
    case $1 in
    minimal) archive minimal sh "$work/minimal.tar" ;;
    full | shared)
        full_root
        [ -e "$work/full.tar" ] || layer full "$work/full"
        if [ "$1" = full ]; then
            archive full sh "$work/full.tar"
        else
            node_root
            layer node "$work/node"
            archive shared node "$work/full.tar" "$work/node.tar"
        fi
        ;;
    java)
        distroless_root
        layer distroless "$work/distroless"
        java_root
        layer java "$work/java"
        archive java /usr/bin/java "$work/distroless.tar" "$work/java.tar"
        ;;
    node)
        node_root
        layer node "$work/node"
        archive node node "$work/minimal.tar" "$work/node.tar"
        ;;
    python)
        python_root
        layer python "$work/python"
        archive python python3 "$work/minimal.tar" "$work/python.tar"
        ;;
    *)
        echo "scan-images.sh: there is no image $1" >&2
        exit 2
        ;;
    esac
}

for name in "${@:-minimal}"; do
    make_image "$name"
done
ls -l "$directory"/*.tar
