dockerfile <<'E'
FROM localhost/base:1 AS seed
RUN mkdir -p /seed/sub && echo seeded > /seed/sub/f && ln -s / /seed/root
FROM localhost/base:1
RUN --mount=type=cache,id=conf-escape,from=seed,source=/seed/../../../seed/sub,target=/c [ "$(cat /c/f)" = seeded ]
E
build
