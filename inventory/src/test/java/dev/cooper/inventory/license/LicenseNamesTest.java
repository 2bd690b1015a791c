package dev.cooper.inventory.license;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LicenseNamesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MIT|MIT",
                "mit|MIT",
                "Expat|MIT",
                "The MIT License|MIT",
                "License :: OSI Approved :: MIT License|MIT",
                "Apache License, Version 2.0|Apache-2.0",
                "The Apache Software License, Version 2.0|Apache-2.0",
                "http://www.apache.org/licenses/LICENSE-2.0.txt|Apache-2.0",
                "ASL 2.0|Apache-2.0",
                "(MIT OR Apache-2.0)|(MIT OR Apache-2.0)",
                "BSD 3-Clause License|BSD-3-Clause",
                "GPLv2+|GPL-2.0-or-later",
                "GPL-2|GPL-2.0-only",
                "GPL-2.0|GPL-2.0-only",
                "GPL-2.0-or-later|GPL-2.0-or-later",
                "LGPL-2.1+|LGPL-2.1-or-later",
                "GPLv2+ and LGPLv2+|GPL-2.0-or-later AND LGPL-2.0-or-later",
                "ASL 2.0 or MIT|Apache-2.0 OR MIT",
                "GPL-2.0-only WITH Classpath-exception-2.0|GPL-2.0-only WITH"
                        + " Classpath-exception-2.0",
                "Eclipse Public License - v 2.0|EPL-2.0",
                "Mozilla Public License 2.0 (MPL 2.0)|MPL-2.0",
                "ISC License (ISCL)|ISC"
            })
    void namesThatLeaveNoDoubtBecomeIdentifiers(String name, String id) {
        assertEquals(id, LicenseNames.spdx(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BSD",
                "LGPL",
                "GPL",
                "public domain",
                "Custom",
                "See LICENSE.txt",
                "Apache",
                "GPLv2 and something",
                "and",
                "",
                "GPL-2+ with OpenSSL exception"
            })
    void namesThatMayMeanSeveralStay(String name) {
        assertEquals(name, LicenseNames.spdx(name));
    }
}
