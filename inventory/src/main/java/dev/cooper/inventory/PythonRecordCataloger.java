package dev.cooper.inventory;

import dev.cooper.oci.FileName;

/** The lists of the files that wheels have brought (PEP 376, "RECORD"). */
final class PythonRecordCataloger implements Cataloger {
    private static final long LARGEST = 32 << 20;

    @Override
    public String id() {
        return "python-record-1";
    }

    @Override
    public boolean wants(Candidate file) {
        return file.size() <= LARGEST && file.path().endsWith(".dist-info/RECORD");
    }

    @Override
    public void read(LayerFile file, Findings findings) {
        String site = file.path().substring(0, file.path().length() - "/RECORD".length());
        String prefix = site.substring(0, site.lastIndexOf('/') + 1);
        byte[] bytes = file.bytes();
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '\n') {
                String line = FileName.decode(bytes, start, i - start);
                start = i + 1;
                int comma = line.indexOf(',');
                // What lies outside, such as ../../../bin/flake8, is a script.
                if (comma > 0 && !line.startsWith(".") && !line.startsWith("/")) {
                    findings.brings(prefix + line.substring(0, comma));
                }
            }
        }
    }
}
