dockerfile <<'E'
FROM localhost/base:1 AS base
WORKDIR /test
RUN mkdir -p a/b/c/d/e a/b2/c/d && echo foo > a/b/c/d/foo && echo bay > a/b/c/d/e/bay && echo other > a/b2/c/d/foo
FROM scratch AS middle
COPY --from=base --parents /test/a/b/./c/d /out/
FROM scratch AS wildcard
COPY --from=base --parents /test/a/./*/c /out/
FROM scratch
COPY --from=middle / /middle
COPY --from=wildcard / /wild
E
result
content foo middle/out/c/d/foo
content bay middle/out/c/d/e/bay
content foo wild/out/b/c/d/foo
content other wild/out/b2/c/d/foo
