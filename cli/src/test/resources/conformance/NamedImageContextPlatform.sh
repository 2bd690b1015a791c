dockerfile <<'E'
FROM scratch
COPY Dockerfile /
E
build --platform linux/ppc64le -t plat:1
dockerfile <<'E'
FROM --platform=$BUILDPLATFORM other AS target
COPY Dockerfile /again
E
build --build-context other=docker-image://plat:1 --platform linux/ppc64le -t x
same ppc64le "$(inspect '{{.Architecture}}')"
