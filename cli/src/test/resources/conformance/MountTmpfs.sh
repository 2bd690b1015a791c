dockerfile <<'E'
FROM localhost/base:1
RUN --mount=target=/mytmp,type=tmpfs touch /mytmp/foo && grep -q ' /mytmp tmpfs ' /proc/mounts
RUN [ ! -f /mytmp/foo ]
E
build
