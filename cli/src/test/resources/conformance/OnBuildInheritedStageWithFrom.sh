dockerfile <<'E'
FROM localhost/base:1 AS base
ONBUILD FROM localhost/base:1
E
fails ONBUILD
said Dockerfile:2
dockerfile <<'E'
FROM localhost/base:1 AS src
RUN echo -n src > /f
FROM localhost/base:1 AS base
ONBUILD COPY --from=src /f /g
FROM base AS mid
FROM scratch
COPY --from=mid /g /
E
result
content src g
