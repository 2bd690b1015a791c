mkdir -p sub/dir1/dir2 files
echo foo >sub/dir1/dir2/foo
echo foo.go >files/foo.go
dockerfile <<'E'
FROM scratch AS base
FROM scratch
COPY sub sub
COPY sub sub
COPY files/foo.go dest/foo.go
COPY files/foo.go dest/foo.go
COPY files dest
E
result
content foo sub/dir1/dir2/foo
content foo.go dest/foo.go
