dockerfile <<'E'
FROM --platform=linux/amd64 scratch
COPY Dockerfile /
E
build
said FromPlatformFlagConstDisallowed
dockerfile <<'E'
FROM --platform=linux/amd64 scratch AS build_amd64
FROM scratch
COPY Dockerfile /
E
build
unsaid FromPlatformFlagConstDisallowed
