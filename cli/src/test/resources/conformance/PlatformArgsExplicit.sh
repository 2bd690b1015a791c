dockerfile <<'E'
FROM --platform=$BUILDPLATFORM localhost/base:1 AS build
ARG TARGETPLATFORM
ARG TARGETOS TARGETARCH TARGETVARIANT
ENV FOO=12$TARGETARCH
RUN mkdir /out && echo -n $TARGETPLATFORM > /out/platform && echo -n "$TARGETOS|$TARGETVARIANT" > /out/os
FROM scratch
COPY --from=build out .
E
result --platform darwin/ppc64le
content darwin/ppc64le platform
content 'darwin|' os
result --platform linux/arm/v6
content 'linux|v6' os
build --platform linux/arm64 -t x
same "linux/arm64" "$(inspect '{{.Os}}/{{.Architecture}}')"
