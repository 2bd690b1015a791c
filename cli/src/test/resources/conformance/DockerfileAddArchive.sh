mkdir t && echo content >t/foo
tar --owner=0 --group=0 --mtime=@1500000000 -C t -cf t.tar foo
gzip -nk t.tar
bzip2 -k t.tar
xz -k t.tar
zstd -q t.tar
cp t.tar plain-name
dockerfile <<E
FROM scratch
ADD t.tar /plain/
ADD t.tar.gz /gz/
ADD t.tar.bz2 /bz2/
ADD t.tar.xz /xz/
ADD t.tar.zst /zst/
ADD plain-name /name/
COPY t.tar.gz /copied/
ADD --unpack=false t.tar /kept/
E
result
for d in plain gz bz2 xz zst name; do content content $d/foo; done
cmp t.tar.gz "$OUT/fs/copied/t.tar.gz"
cmp t.tar "$OUT/fs/kept/t.tar"
