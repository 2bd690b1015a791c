dockerfile <<'E'
FROM localhost/base:1
WORKDIR /mydir/sub
E
build --build-arg SOURCE_DATE_EPOCH=1500000000 --no-cache -o type=oci,dest="$OUT/1.tar",rewrite-timestamp=true
sleep 1.1
build --build-arg SOURCE_DATE_EPOCH=1500000000 --no-cache -o type=oci,dest="$OUT/2.tar",rewrite-timestamp=true
cmp "$OUT/1.tar" "$OUT/2.tar"
build --build-arg SOURCE_DATE_EPOCH=1500000000 -o type=tar,dest="$OUT/fs.tar"
