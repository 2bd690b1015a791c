dockerfile <<'E'
FROM scratch
COPY Dockerfile /
E
build --platform 'windows(10.0.17763)/amd64' -t osv:1
dockerfile <<'E'
FROM osv:1
LABEL a=b
E
build --platform windows/amd64 -t x -o type=oci,dest="$OUT/x.tar"
mkdir "$OUT/l" && tar -xf "$OUT/x.tar" -C "$OUT/l"
grep -rlq '"os.version":"10.0.17763"' "$OUT/l/blobs"
