cat >Dockerfile.web <<'E'
FROM scratch
COPY Dockerfile.web /
E
ln -s Dockerfile.web Dockerfile
result
cmp Dockerfile.web "$OUT/fs/Dockerfile.web"
