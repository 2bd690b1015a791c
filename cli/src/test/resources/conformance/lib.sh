# What the scripts of the conformance suite share. Each script runs in an empty directory, its
# build context, with `cooper` on the PATH, the image localhost/base:1 in the store, $OUT a
# directory outside of the context, and, where it uses $URL, a web server that serves $WEB.
set -eu
umask 022

# dockerfile: standard input becomes ./Dockerfile
dockerfile() { cat >Dockerfile; }

# build WORDS: a build that must succeed; its output stays in $OUT/log
build() {
    cooper build --progress plain "$@" . >"$OUT/log" 2>&1 || { cat "$OUT/log"; die "build $* failed"; }
}

# result WORDS: a build whose file system is then in $OUT/fs
result() {
    rm -rf "$OUT/fs"
    build -o type=local,dest="$OUT/fs" "$@"
}

# fails TEXT WORDS: a build that must end with exit code 1 and say TEXT
fails() {
    text=$1
    shift
    code=0
    cooper build --progress plain "$@" . >"$OUT/log" 2>&1 || code=$?
    [ "$code" = 1 ] || { cat "$OUT/log"; die "exit code $code, want 1"; }
    said "$text"
}

# said TEXT: the last build printed it
said() { grep -qiF -- "$1" "$OUT/log" || { cat "$OUT/log"; die "did not say: $1"; }; }

# unsaid TEXT: the last build did not print it
unsaid() { ! grep -qiF -- "$1" "$OUT/log" || { cat "$OUT/log"; die "said: $1"; }; }

# same WANT GOT
same() { [ "$1" = "$2" ] || die "want '$1', got '$2'"; }

# content WANT PATH: what a file of the last result holds
content() { same "$1" "$(cat "$OUT/fs/$2")"; }

# absent PATH...: the last result does not have them
absent() {
    for path; do
        [ ! -e "$OUT/fs/$path" ] && [ ! -h "$OUT/fs/$path" ] || die "$path exists"
    done
}

# inspect TEMPLATE [IMAGE]
inspect() { cooper inspect --format "$1" "${2:-x}"; }

die() {
    echo "$*" >&2
    exit 1
}
