dockerfile <<'E'
ARG VERSION
FROM localhost/base:${VERSION}
E
build --build-arg VERSION=1
said InvalidDefaultArgInFrom
dockerfile <<'E'
ARG VERSION=1
FROM localhost/base:${VERSION}
E
build
unsaid InvalidDefaultArgInFrom
