dockerfile <<'E'
ARG base=scratch
FROM $base AS one
COPY Dockerfile /
E
build
unsaid UndefinedArgInFrom
dockerfile <<'E'
ARG BASE=scratch
FROM $BASE$VERSIO
COPY Dockerfile /
E
build
said UndefinedArgInFrom
said VERSIO
