mkdir -p t/a/b/c; echo f > t/a/b/c/f; tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@1500000000 -C t -cf x.tar a/b/c/f
