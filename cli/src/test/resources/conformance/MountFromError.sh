dockerfile <<'E'
FROM localhost/base:1 AS test
RUN touch /tmp/test
FROM localhost/base:1
ENV ttt=test
RUN --mount=from=$ttt,type=cache,target=/tmp ls
E
fails from
said Dockerfile:5
