echo content >"$WEB/f"
echo local >local
sum=$(sha256sum "$WEB/f" | cut -d' ' -f1)
dockerfile <<E
FROM scratch
ADD --checksum=sha256:$sum $URL/f /tmp/f
E
result
content content tmp/f
dockerfile <<E
FROM scratch
ARG DIGEST=sha256:$sum
ADD --checksum=\$DIGEST $URL/f /tmp/f
E
result
dockerfile <<E
FROM scratch
ADD --checksum=sha256:$(printf '0%.0s' $(seq 64)) $URL/f /tmp/f
E
fails "sha256:$sum"
dockerfile <<E
FROM scratch
ADD --checksum=md5:abc $URL/f /tmp/f
E
fails checksum
dockerfile <<E
FROM scratch
ADD --checksum=sha256:$sum local /tmp/f
E
fails checksum
