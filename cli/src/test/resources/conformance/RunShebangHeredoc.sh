cat >Dockerfile <<'OUTER'
FROM localhost/base:1
RUN <<EOF
#!/bin/awk -f
BEGIN { print "from awk" > "/out" }
EOF
RUN <<'EOF'
#!/bin/sh
x=1; echo "$x $0" > /out2
EOF
OUTER
result
content "from awk" out
grep -q '^1 /' "$OUT/fs/out2"
