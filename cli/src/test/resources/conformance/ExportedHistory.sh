echo foo >foo
mkdir sub && echo bar >sub/bar
dockerfile <<'E'
FROM localhost/base:1
ENV foo=bar
COPY foo /foo2
LABEL lbl=val
RUN echo bar > foo4
RUN ["ls"]
WORKDIR /opt/real
E
build -t x
cooper history --no-trunc --format '{{.CreatedBy}}|{{.Comment}}' x >"$OUT/h"
cat >"$OUT/want" <<'E'
WORKDIR /opt/real # buildkit|buildkit.dockerfile.v0
RUN ls # buildkit|buildkit.dockerfile.v0
RUN /bin/sh -c echo bar > foo4 # buildkit|buildkit.dockerfile.v0
LABEL lbl=val|buildkit.dockerfile.v0
COPY foo /foo2 # buildkit|buildkit.dockerfile.v0
ENV foo=bar|buildkit.dockerfile.v0
E
head -6 "$OUT/h" | diff "$OUT/want" -
same "busybox and a few users|" "$(tail -1 "$OUT/h")"
