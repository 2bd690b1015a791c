#!/bin/sh
# Prints the status file of a Debian that has packages as the release has them. All of it is what
# this machine's lists of Debian say: packages of the priorities that every system has, those that
# the security archive has another version of and that are cheap to fetch, and others.
#
#   status.sh SUITE
set -eu

lists() {
    apt-get indextargets --format '$(FILENAME)|$(ORIGIN)|$(LABEL)|$(CODENAME)' 'Created-By: Packages' |
        while IFS='|' read -r file origin label codename; do
            if [ "$origin|$label|$codename" = "Debian|$1" ]; then
                /usr/lib/apt/apt-helper cat-file "$file"
                echo
            fi
        done
}

{
    lists "Debian-Security|$1-security"
    echo "The release begins"
    lists "Debian|$1"
} | awk '
    /^The release begins/ { release = 1; next }
    /^Package: / { name = $2; source = $2 }
    /^Version: / { version = $2 }
    /^Source: / { source = $2; if (NF > 2) version = substr($3, 2, length($3) - 2) }
    /^Size: / { size = $2 }
    /^Priority: / { priority = $2 }
    /^(Package|Version|Source|Architecture|Maintainer|Priority): / { text = text $0 "\n" }
    /^Package: / { text = text "Status: install ok installed\n" }
    /^$/ {
        if (!release) {
            if (!(source in smallest) || size < smallest[source]) smallest[source] = size
            if (name != "") newest[source] = version
        } else if (name != "" && !(name in seen)) {
            common = priority ~ /^(required|important|standard)$/
            cheap = source in smallest && smallest[source] < 60000
            if (common) want = 1
            else if (source in smallest) want = cheap && newest[source] != version && !taken[source]++
            else want = others++ % 110 == 0 && others < 25000
            if (want) { seen[name] = 1; print text }
        }
        name = ""; text = ""
    }'
