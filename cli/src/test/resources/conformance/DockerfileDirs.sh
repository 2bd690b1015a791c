mkdir sub && echo bar >foo
cat >sub/Other <<'E'
FROM localhost/base:1
COPY foo /foo2
COPY foo /
COPY foo /foodir/
RUN cmp foo foo2 && cmp foo foodir/foo
E
cooper build --progress plain -f sub/Other . >"$OUT/log" 2>&1
cp sub/Other Dockerfile
cd sub
cooper build --progress plain -f ../Dockerfile .. >"$OUT/log" 2>&1
cd /
cooper build --progress plain "$OLDPWD/.." >"$OUT/log" 2>&1
