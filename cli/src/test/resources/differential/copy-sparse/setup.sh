mkdir s; dd if=/dev/zero of=s/f bs=1 count=0 seek=3000000 2>/dev/null; echo end >> s/f
