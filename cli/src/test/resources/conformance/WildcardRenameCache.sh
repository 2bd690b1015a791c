echo content >file1
dockerfile <<'E'
FROM localhost/base:1
COPY file* /files/
RUN ls /files/file1
E
build
mv file1 file2
fails file1
