mkdir -p foo1/foo2 a/b/c/d/e
echo 1 >foo1/foo2/bar
echo 2 >foo1/foo2/ba
echo 3 >a/b/c/d/foo
echo 4 >a/b/c/d/e/bay
dockerfile <<'E'
FROM scratch
COPY --parents foo1/foo2/bar /
WORKDIR /test
COPY --parents foo1/foo2/ba* .
COPY --parents a/b/./c/d/foo /pivot/
COPY --parents ./a/**/bay /deep/
E
result
content 1 foo1/foo2/bar
content 1 test/foo1/foo2/bar
content 2 test/foo1/foo2/ba
content 3 pivot/c/d/foo
content 4 deep/a/b/c/d/e/bay
absent pivot/a foo1/foo2/ba
