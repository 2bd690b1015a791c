dockerfile <<'E'
FROM scratch
COPY Dockerfile /
E
build --platform 'windows(10.0.17763)/amd64' -t x -o type=oci,dest="$OUT/x.tar"
mkdir "$OUT/l" && tar -xf "$OUT/x.tar" -C "$OUT/l"
grep -rq '"os.version":"10.0.17763"' "$OUT/l/blobs"
