mkdir -p t/in; echo f > t/in/f; tar --format=ustar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@1500000000 -C t -cf x.tar in; rm -r t
