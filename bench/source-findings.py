#!/usr/bin/env python3
"""Prints the findings about Debian packages in a report in the JSON of Trivy's schema 2 as
bench/changelog-truth.pl prints what changelogs say: SOURCE INSTALLED CVE FIXED, sorted.

  bench/source-findings.py REPORT.json
"""
import json
import sys


def full(epoch, version, release):
    return (f"{epoch}:" if epoch else "") + version + (f"-{release}" if release else "")


lines = set()
with open(sys.argv[1], encoding="utf-8") as file:
    report = json.load(file)
for result in report.get("Results") or []:
    sources = {}
    for package in result.get("Packages") or []:
        version = full(
            package.get("SrcEpoch"), package.get("SrcVersion") or "", package.get("SrcRelease")
        )
        own = full(package.get("Epoch"), package.get("Version") or "", package.get("Release"))
        sources[(package["Name"], own)] = (package.get("SrcName") or "", version)
    if result.get("Class") == "os-pkgs":
        for found in result.get("Vulnerabilities") or []:
            source, version = sources[(found["PkgName"], found["InstalledVersion"])]
            lines.add(f"{source} {version} {found['VulnerabilityID']} {found['FixedVersion']}\n")
sys.stdout.writelines(sorted(lines))
