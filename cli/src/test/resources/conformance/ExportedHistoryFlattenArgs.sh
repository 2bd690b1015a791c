dockerfile <<'E'
FROM localhost/base:1
ARG bar=123
ARG foo=123
RUN echo "foo is $foo"
E
build -t x
cooper history --no-trunc --format '{{.CreatedBy}}' x >"$OUT/h"
grep -qxF 'RUN |2 bar=123 foo=123 /bin/sh -c echo "foo is $foo" # buildkit' "$OUT/h"
grep -qxF 'ARG bar=123' "$OUT/h"
