mkdir -p t/opt/old t/opt/file; echo new > t/opt/old/keep; echo in > t/opt/file/in; tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@1500000000 -C t -cf x.tar opt
