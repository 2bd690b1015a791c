mkdir -p dir1 dir2
for f in dir1/file-101.txt dir1/file-102.md dir1/keep.txt dir2/file-201.txt dir2/x.log; do echo $f >$f; done
dockerfile <<'E'
FROM scratch AS builder-0
COPY --exclude=*.txt --exclude=dir1/*.md . /plain/
FROM scratch
COPY --from=builder-0 /plain /zero
COPY --exclude=file-*.txt dir1 /one
COPY --exclude=**/*.txt --exclude=!**/keep.txt . /two
ADD --exclude=*.md dir1 /three
ENV EX=*.txt
COPY --exclude=$EX dir2 /four
E
result
content dir1/file-101.txt zero/dir1/file-101.txt
absent zero/dir1/file-102.md one/file-101.txt two/dir1/file-101.txt two/dir2/file-201.txt three/file-102.md four/file-201.txt
content dir1/file-102.md one/file-102.md
content dir1/keep.txt two/dir1/keep.txt
content dir1/file-101.txt three/file-101.txt
content dir2/x.log four/x.log
