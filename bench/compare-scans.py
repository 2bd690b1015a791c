#!/usr/bin/env python3
"""Lists every difference between two reports in the JSON of Trivy's schema 2.

  bench/compare-scans.py COOPER.json TRIVY.json

First the packages, then the findings. A line is: what differs, the kind of package, where it lies,
its name and version, the vulnerability, and Cooper's value beside Trivy's. The last line counts.
Exit code 1 when anything differs.
"""
import json
import sys


def read(path):
    packages, findings = {}, {}
    with open(path, encoding="utf-8") as file:
        report = json.load(file)
    for result in report.get("Results") or []:
        kind = result.get("Type")
        for package in result.get("Packages") or []:
            place = package.get("FilePath") or ""
            packages[(kind, place, package["Name"], version(package))] = {
                "source": package.get("SrcName") or "",
            }
        for found in result.get("Vulnerabilities") or []:
            key = (kind, found.get("PkgPath") or "", found["PkgName"], found["InstalledVersion"])
            findings.setdefault((*key, found["VulnerabilityID"]), []).append(
                {
                    "fixed": found.get("FixedVersion") or "",
                    "status": found.get("Status") or "",
                    "severity": found.get("Severity") or "UNKNOWN",
                    "layer": (found.get("Layer") or {}).get("DiffID") or "",
                }
            )
    return packages, findings


def version(package):
    text = package.get("Version") or ""
    if package.get("Release"):
        text += "-" + package["Release"]
    if package.get("Epoch"):
        text = f"{package['Epoch']}:{text}"
    return text


def main():
    ours, theirs = read(sys.argv[1]), read(sys.argv[2])
    lines = []
    for what, one, other in (("package", ours[0], theirs[0]), ("finding", ours[1], theirs[1])):
        for key in sorted(one.keys() | other.keys(), key=str):
            words = " ".join(part or "-" for part in key)
            if key not in other:
                lines.append(f"{what}-only-cooper {words}")
            elif key not in one:
                lines.append(f"{what}-only-trivy {words}")
            elif what == "finding":
                if len(one[key]) != len(other[key]):
                    lines.append(f"times {words}: {len(one[key])} / {len(other[key])}")
                for field, value in one[key][0].items():
                    if value != other[key][0][field]:
                        lines.append(f"{field} {words}: {value or '-'} / {other[key][0][field] or '-'}")
    print("\n".join(lines))
    both = len(ours[1].keys() & theirs[1].keys())
    print(
        f"{len(lines)} differences; packages {len(ours[0])} / {len(theirs[0])}, "
        f"findings {len(ours[1])} / {len(theirs[1])}, {both} in both"
    )
    sys.exit(1 if lines else 0)


main()
