dockerfile <<'E'
FROM localhost/base:1
RUN --mont=target=/mytmp,type=tmpfs /bin/true
E
fails mont
said --mount
dockerfile <<'E'
FROM localhost/base:1
RUN --mount=typ=tmpfs /bin/true
E
fails typ
dockerfile <<'E'
FROM localhost/base:1
RUN --mount=type=tmp /bin/true
E
fails tmp
said tmpfs
dockerfile <<'E'
FROM localhost/base:1
RUN --mount=type=tmpfs,target=/x,sharing=private /bin/true
E
fails sharing
