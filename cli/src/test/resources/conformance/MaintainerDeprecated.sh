dockerfile <<'E'
FROM scratch
MAINTAINER me@example.invalid
COPY Dockerfile /
E
build
said MaintainerDeprecated
dockerfile <<'E'
FROM scratch
LABEL org.opencontainers.image.authors="me"
COPY Dockerfile /
E
build
unsaid MaintainerDeprecated
