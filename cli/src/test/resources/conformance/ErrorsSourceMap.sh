cat >Dockerfile <<'E'
# comment
FROM alpine@sha256:zzz
RUN true
E
fails Dockerfile:2
cat >Dockerfile <<'E'
FROM scratch
ENV foo bar

env bar
E
fails Dockerfile:4
cat >Dockerfile <<'E'
FROM scratch
ENV \
foo
E
fails Dockerfile:3
cat >Dockerfile <<'E'
FROM scratch
COPY nosuchfile /
E
fails nosuchfile
said Dockerfile:2
said "COPY nosuchfile /"
