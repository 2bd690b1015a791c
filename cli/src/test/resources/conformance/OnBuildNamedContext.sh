dockerfile <<'E'
FROM localhost/base:1
ONBUILD RUN echo triggered > /triggered
E
build -t onctx:1
dockerfile <<'E'
FROM base
E
result --build-context base=docker-image://onctx:1
content triggered triggered
