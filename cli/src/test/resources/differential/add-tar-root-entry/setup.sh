mkdir t; echo f > t/f; chmod 777 t; tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@1500000000 -C t -cf x.tar .
