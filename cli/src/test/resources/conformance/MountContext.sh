echo contents0 >testfile
dockerfile <<'E'
FROM localhost/base:1
RUN --mount=target=/context [ "$(cat /context/testfile)" = contents0 ]
RUN --mount=target=/context touch /context/new && exit 3 || true
RUN --mount=target=/context,rw echo kept > /context/new && test -f /context/new
RUN --mount=source=testfile,target=/one/file [ "$(cat /one/file)" = contents0 ]
E
build
[ ! -e new ] || die "a write reached the context"
