mkdir t; dd if=/dev/zero of=t/f bs=1 count=0 seek=2000000 2>/dev/null; echo end >> t/f; tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@1500000000 --format=gnu --sparse -C t -cf x.tar f
