dockerfile <<'E'
FROM scratch
COPY Dockerfile /
E
build -t example.com/a:1 -t example.com/b:2 -o type=oci,dest="$OUT/x.tar"
mkdir "$OUT/l" && tar -xf "$OUT/x.tar" -C "$OUT/l"
grep -q '"io.containerd.image.name":"example.com/a:1"' "$OUT/l/index.json"
grep -q '"io.containerd.image.name":"example.com/b:2"' "$OUT/l/index.json"
same 2 "$(grep -o sha256: "$OUT/l/index.json" | wc -l)"
