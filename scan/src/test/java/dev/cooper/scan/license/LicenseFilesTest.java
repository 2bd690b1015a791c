package dev.cooper.scan.license;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.inventory.Candidate;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Set;

class LicenseFilesTest {
    private static final String ISC =
            """
            /*
             * Copyright (c) 2021 Jane Doe <jane@example.org>
             *
             * Permission to use, copy, modify, and distribute this software for any purpose with or
             * without fee is hereby granted, provided that the above copyright notice and this
             * permission notice appear in all copies.
             *
             * THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD
             * TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN
             * NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT, INDIRECT, OR
             * CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR
             * PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION,
             * ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.
             */
            int main() { return 0; }
            """;

    private static final String HEAD =
            """
            # This program is free software: you can redistribute it and/or modify
            # it under the terms of the GNU General Public License as published by
            # the Free Software Foundation, either version 3 of the License, or
            # (at your option) any later version.
            #
            # This program is distributed in the hope that it will be useful,
            # but WITHOUT ANY WARRANTY; without even the implied warranty of
            # MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
            # GNU General Public License for more details.
            #
            # You should have received a copy of the GNU General Public License
            # along with this program.  If not, see <https://www.gnu.org/licenses/>.
            """;

    @Test
    void textsAreKnownWhoeverOwnsThemAndHoweverTheyAreBroken() {
        assertEquals(Set.of("ISC"), LicenseTexts.of(ISC, 0.9).keySet());
        String broken = ISC.replace("\n * ", " ").replace("permission", "\npermission");
        assertEquals(Set.of("ISC"), LicenseTexts.of(broken, 0.85).keySet());
    }

    @Test
    void theHeadOfAFileTellsWhetherLaterVersionsCount() {
        assertEquals(Set.of("GPL-3.0-or-later"), LicenseTexts.of(HEAD, 0.9).keySet());
    }

    @Test
    void aShorterLicenceIsNotTheLongerOneThatBeginsWithIt() {
        String without =
                ISC.replace(
                        """
                        , provided that the above copyright notice and this
                         * permission notice appear in all copies.
                        """,
                        ".\n");
        assertEquals(Set.of("0BSD"), LicenseTexts.of(without, 0.9).keySet());
    }

    @Test
    void tagsAreBelieved() {
        assertEquals(
                Map.of("MIT OR Apache-2.0", 1.0),
                LicenseTexts.of("// SPDX-License-Identifier: MIT OR Apache-2.0\nx", 0.9));
    }

    @Test
    void otherTextsHaveNoLicence() {
        assertEquals(Map.of(), LicenseTexts.of("Licensed by nobody, without warranty.", 0.9));
        assertEquals(Map.of(), LicenseTexts.of("", 0.9));
    }

    @Test
    void filesOfPackagesAreLeftToThem() {
        assertTrue(LicenseFiles.isWanted(file("app/LICENSE")));
        assertTrue(LicenseFiles.isWanted(file("app/COPYING.LESSER")));
        assertTrue(LicenseFiles.isWanted(file("app/main.c")));
        assertFalse(LicenseFiles.isWanted(file("app/main.o")));
        assertFalse(LicenseFiles.isWanted(file("app/node_modules/a/LICENSE")));
        assertFalse(LicenseFiles.isWanted(file("usr/share/doc/a/copyright")));
    }

    private static Candidate file(String path) {
        return new Candidate(path, path.substring(path.lastIndexOf('/') + 1), 10, false);
    }
}
