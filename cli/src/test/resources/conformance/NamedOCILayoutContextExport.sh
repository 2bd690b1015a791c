dockerfile <<'E'
FROM scratch
WORKDIR /test
COPY Dockerfile .
ENV foo=bar
E
build -o type=oci,dest="$OUT/l.tar"
mkdir "$OUT/l" && tar -xf "$OUT/l.tar" -C "$OUT/l"
digest=$(grep -o 'sha256:[0-9a-f]*' "$OUT/l/index.json" | head -1)
dockerfile <<'E'
FROM base
ENV more=x
E
build --build-context base=oci-layout://"$OUT/l@$digest" -o type=oci,dest="$OUT/2.tar" -t x
same '["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin","foo=bar","more=x"]' "$(inspect '{{json .Config.Env}}')"
