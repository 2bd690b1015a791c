mkdir t && echo 1 >t/one && echo 2 >t/two
tar --owner=0 --group=0 --mtime=@1500000000 -C t -cf a.tar one
tar --owner=0 --group=0 --mtime=@1500000000 -C t -cf b.tar two
rm -r t
dockerfile <<E
FROM scratch
ADD *.tar /dest/
E
result
content 1 dest/one
content 2 dest/two
absent dest/a.tar dest/b.tar
