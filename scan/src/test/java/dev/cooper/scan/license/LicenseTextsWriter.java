package dev.cooper.scan.license;

import dev.cooper.oci.JsonObject;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes {@code texts.txt} of a directory of SPDX's licences as JSON, one file for each, with the
 * text as {@code licenseText}; the arguments are the directory, the version of the list and the
 * file to write.
 */
final class LicenseTextsWriter {
    private static final String IDS =
            """
            0BSD AFL-2.1 AFL-3.0 AGPL-1.0-only AGPL-3.0-only Apache-1.0 Apache-1.1 Apache-2.0
            APSL-1.0 APSL-2.0 Artistic-1.0 Artistic-1.0-Perl Artistic-2.0 BlueOak-1.0.0 BSD-2-Clause
            BSD-3-Clause BSD-3-Clause-Clear BSD-4-Clause BSL-1.0 BUSL-1.1 bzip2-1.0.6 CC-BY-3.0
            CC-BY-4.0 CC-BY-NC-4.0 CC-BY-NC-ND-4.0 CC-BY-NC-SA-4.0 CC-BY-ND-4.0 CC-BY-SA-3.0
            CC-BY-SA-4.0 CC0-1.0 CDDL-1.0 CDDL-1.1 CECILL-2.1 CPL-1.0 curl ECL-2.0 EFL-2.0
            Elastic-2.0 EPL-1.0 EPL-2.0 EUPL-1.1 EUPL-1.2 FTL GFDL-1.1-only GFDL-1.2-only
            GFDL-1.3-only GPL-1.0-only GPL-2.0-only GPL-3.0-only HPND ICU IJG ImageMagick
            Info-ZIP IPL-1.0 ISC JSON LGPL-2.0-only LGPL-2.1-only LGPL-3.0-only Libpng libpng-2.0
            LPL-1.02 LPPL-1.3c MIT MIT-0 MPL-1.0 MPL-1.1 MPL-2.0 MS-PL MS-RL MulanPSL-2.0 NCSA
            NPL-1.1 NTP ODbL-1.0 OFL-1.1 OLDAP-2.8 OpenSSL OSL-3.0 PHP-3.0 PHP-3.01 PostgreSQL
            PSF-2.0 Python-2.0 QPL-1.0 Ruby SGI-B-2.0 Sleepycat SSPL-1.0 TCL Unicode-3.0
            Unicode-DFS-2016 Unlicense UPL-1.0 Vim W3C WTFPL X11 Zlib ZPL-2.1
            """;

    private static final String FREE = "This program is free software";

    private LicenseTextsWriter() {}

    /** A part of a text, such as what files under a licence have at their head. */
    private record Head(String id, String of, String start, String end) {}

    private static final List<Head> HEADS =
            List.of(
                    new Head(
                            "Apache-2.0",
                            "Apache-2.0",
                            "Licensed under the Apache License",
                            "limitations under the License."),
                    // SPDX has the GPL behind it.
                    new Head(
                            "LGPL-3.0",
                            "LGPL-3.0-only",
                            "GNU LESSER GENERAL PUBLIC LICENSE",
                            "choose that version for the Library."),
                    new Head("MPL-2.0", "MPL-2.0", "This Source Code Form is subject", "MPL/2.0/."),
                    new Head("GPL-2.0-or-later", "GPL-2.0-only", FREE, "along with this program"),
                    new Head("GPL-3.0-or-later", "GPL-3.0-only", FREE, "along with this program"),
                    new Head("AGPL-3.0-or-later", "AGPL-3.0-only", FREE, "along with this program"),
                    new Head(
                            "LGPL-2.1-or-later",
                            "LGPL-2.1-only",
                            "This library is free software",
                            "along with this library"));

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        Map<String, String> texts = new LinkedHashMap<>();
        List<String> ids = new ArrayList<>();
        List<Shingles> all = new ArrayList<>();
        for (String id : IDS.split("\\s+", -1)) {
            if (id.isEmpty()) {
                continue;
            }
            byte[] json = Files.readAllBytes(directory.resolve(id + ".json"));
            String text = JsonObject.parse(json, id).string("licenseText");
            if (id.equals("ISC")) {
                // Everybody else has no name there.
                text =
                        text.replace("ISC DISCLAIMS", "THE AUTHOR DISCLAIMS")
                                .replace("SHALL ISC BE", "SHALL THE AUTHOR BE");
            }
            texts.put(id, text);
            ids.add(LicenseNames.withoutVersionRule(id));
            all.add(Shingles.of(text));
        }
        for (Head head : HEADS) {
            String text = texts.getOrDefault(head.of, "");
            int start = text.indexOf(head.start);
            int end = text.indexOf(head.end, start);
            if (start < 0 || end < 0) {
                throw new IOException(head + " is not there");
            }
            ids.add(head.id);
            all.add(Shingles.of(text.substring(start, end + head.end.length())));
        }
        StringBuilder out = new StringBuilder();
        out.append("# Made by LicenseTextsWriter of the texts of SPDX's list, ")
                .append(arguments[1])
                .append(": identifier, how many runs of three words it has, in which\n")
                .append(
                        "# of these texts it is, which are nearly the same, and some of the"
                                + " runs.\n");
        for (int i = 0; i < ids.size(); i++) {
            out.append(LicenseText.of(ids.get(i), all.get(i), all).line()).append('\n');
        }
        Files.writeString(Path.of(arguments[2]), out, StandardCharsets.US_ASCII);
    }
}
