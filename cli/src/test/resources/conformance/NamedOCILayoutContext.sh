echo first >f
dockerfile <<'E'
FROM scratch
ENV from=layout
COPY f /first
E
build -t lay:1 -o type=oci,dest="$OUT/l.tar"
mkdir "$OUT/l" && tar -xf "$OUT/l.tar" -C "$OUT/l"
digest=$(grep -o 'sha256:[0-9a-f]*' "$OUT/l/index.json" | head -1)
dockerfile <<'E'
FROM foo AS imported
FROM scratch
COPY --from=imported /first /copied
COPY --from=foo /first /second
E
result --build-context foo=oci-layout://"$OUT/l@$digest"
content first copied
content first second
dockerfile <<'E'
FROM foo
COPY f /again
E
build -t x --build-context foo=oci-layout://"$OUT/l@$digest"
inspect '{{json .Config.Env}}' | grep -q from=layout
