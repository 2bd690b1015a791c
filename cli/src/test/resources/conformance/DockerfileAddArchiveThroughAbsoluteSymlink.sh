mkdir t && echo content >t/foo
tar --owner=0 --group=0 --mtime=@1500000000 -C t -cf t.tar foo
dockerfile <<E
FROM localhost/base:1
RUN ln -s /opt/real /abs
ADD t.tar /abs/
RUN test -h /abs && cat /opt/real/foo > /out
E
result
content content out
