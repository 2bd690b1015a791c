echo i >foo-linux
dockerfile <<'E'
FROM scratch AS build-linux
COPY foo-linux bar
FROM build-${TARGETOS}
COPY foo-$TARGETOS foo2
ARG TARGETOS TARGETARCH BUILDPLATFORM
COPY foo-$TARGETOS foo3
ENV where=$TARGETOS/$TARGETARCH built=$BUILDPLATFORM
E
code=0
cooper build --progress plain -o type=local,dest="$OUT/fs" . >"$OUT/log" 2>&1 || code=$?
same 1 "$code"
sed -i '/foo2/d' Dockerfile
result
content i bar
content i foo3
build -t x
case $(uname -m) in aarch64) m=arm64 ;; *) m=amd64 ;; esac
inspect '{{json .Config.Env}}' | grep -q "where=linux/$m" || die "wrong TARGETARCH"
inspect '{{json .Config.Env}}' | grep -q "built=linux/$m" || die "wrong BUILDPLATFORM"
