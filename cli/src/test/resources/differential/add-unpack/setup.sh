mkdir -p t/in; echo f > t/in/f; tar --sort=name --owner=0 --group=0 --mtime=@1500000000 -C t -cf x.tar in; gzip -n x.tar
