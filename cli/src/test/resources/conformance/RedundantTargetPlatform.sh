dockerfile <<'E'
FROM --platform=$TARGETPLATFORM scratch
COPY Dockerfile /
E
build
said RedundantTargetPlatform
dockerfile <<'E'
FROM --platform=$BUILDPLATFORM scratch
COPY Dockerfile /
E
build
unsaid RedundantTargetPlatform
