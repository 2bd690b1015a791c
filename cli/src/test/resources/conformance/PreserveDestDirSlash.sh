echo contents0 >testfile
dockerfile <<'E'
FROM scratch
COPY testfile /sample/
ENV d=/other/
COPY testfile $d
E
result
content contents0 sample/testfile
content contents0 other/testfile
