mkdir -p sub/dir1/dir2
echo foo >foo.go
echo bar >bar.go
echo foo2 >sub/dir1/dir2/foo
echo sub >sub/top
dockerfile <<'E'
FROM scratch
COPY *.go /gofiles/
COPY f*.go foo2.go
COPY sub/* /subdest/
COPY sub/*/dir2/foo /subdest2/
COPY sub/*/dir2/foo /subdest3/bar
COPY . all/
COPY sub/dir1/ subdest4
COPY sub/dir1/. subdest5
COPY sub/dir1 subdest6
E
result
content foo gofiles/foo.go
content bar gofiles/bar.go
content foo foo2.go
content foo2 subdest/dir2/foo
content sub subdest/top
content foo2 subdest2/foo
content foo2 subdest3/bar
content foo all/foo.go
for n in 4 5 6; do content foo2 subdest$n/dir2/foo; done
