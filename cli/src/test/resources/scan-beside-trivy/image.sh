#!/bin/sh
# Makes the files of an image in root/ and advisories about it, in OSV's form, in osv/. All of it is
# made up but the forms. Records named CVE-2099-… are about packages that the image has.
set -eu

mkdir -p root/etc root/var/lib/dpkg/info osv
printf 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n' >root/etc/os-release
echo 12.5 >root/etc/debian_version

# deb NAME VERSION SOURCE
deb() {
    printf 'Package: %s\nStatus: %s\nArchitecture: amd64\nVersion: %s\n' "$1" "${4:-install ok installed}" "$2"
    [ "$3" = - ] || printf 'Source: %s\n' "$3"
    printf 'Maintainer: Debian Developers <dev@example.com>\nDescription: test\n\n'
}
{
    deb libc6 2.36-9+deb12u4 glibc
    deb libssl3 3.0.11-1~deb12u2 openssl
    deb openssl 3.0.11-1~deb12u2 -
    deb libperl5.36 5.36.0-7+deb12u1 perl
    deb perl-base 5.36.0-7+deb12u1 perl
    deb login 1:4.13+dfsg1-1+b1 'shadow (1:4.13+dfsg1-1)'
    deb libold 1.0~rc1-1 -
    deb gone 1.0-1 - 'deinstall ok config-files'
} >root/var/lib/dpkg/status

# node PATH NAME VERSION
node() {
    mkdir -p "root/app/$1"
    printf '{"name":"%s","version":"%s","license":"MIT"}' "$2" "$3" >"root/app/$1/package.json"
}
node node_modules/lodash lodash 4.17.15
node node_modules/@scope/thing @scope/thing 2.0.0-rc.1
node node_modules/a/node_modules/lodash lodash 4.17.21
node node_modules/semver semver 7.5.2

# python NAME VERSION
python() {
    mkdir -p "root/app/venv/lib/python3.11/site-packages/$1-$2.dist-info"
    printf 'Metadata-Version: 2.1\nName: %s\nVersion: %s\nLicense: MIT\n\nText\n' "$1" "$2" \
        >"root/app/venv/lib/python3.11/site-packages/$1-$2.dist-info/METADATA"
}
python Django 3.2.19
python PyYAML 5.3.1
python typing_extensions 4.8.0rc1

number=0
# osv ECOSYSTEM PACKAGE EVENTS [VERSIONS]: the next record.
osv() {
    number=$((number + 1))
    id=$(printf 'CVE-2099-%05d' $number)
    printf '{"schema_version":"1.6.0","id":"%s","modified":"2026-01-01T00:00:00Z","summary":"about %s","affected":[{"package":{"ecosystem":"%s","name":"%s"},"ranges":[{"type":"ECOSYSTEM","events":[%s]}]%s}]}' \
        "$id" "$2" "$1" "$2" "$3" "${4:+,\"versions\":[$4]}" >"osv/$id.json"
}
from='{"introduced":"0"}'
osv Debian:12 glibc "$from,{\"fixed\":\"2.36-9+deb12u7\"}"
osv Debian:12 glibc "$from,{\"fixed\":\"2.36-9+deb12u4\"}"
osv Debian:12 openssl "$from,{\"fixed\":\"3.0.11-1~deb12u3\"}"
osv Debian:12 openssl "$from"
osv Debian:12 perl "$from,{\"fixed\":\"5.36.0-7+deb12u2\"}"
osv Debian:12 shadow "$from,{\"fixed\":\"1:4.13+dfsg1-1+deb12u1\"}"
osv Debian:12 shadow "$from,{\"fixed\":\"1:4.13+dfsg1-1\"}"
osv Debian:12 libold "$from,{\"fixed\":\"1.0-1\"}"
osv Debian:12 gone "$from"
osv Debian:11 glibc "$from,{\"fixed\":\"9\"}"
osv npm lodash "$from,{\"fixed\":\"4.17.21\"}"
osv npm lodash "$from,{\"last_affected\":\"4.17.21\"}"
osv npm @scope/thing "$from,{\"fixed\":\"2.0.0\"}"
osv npm semver '{"introduced":"7.0.0"},{"fixed":"7.5.2"}'
osv npm semver '{"introduced":"5.0.0"},{"fixed":"5.7.2"},{"introduced":"7.0.0"},{"fixed":"7.5.3"}'
osv PyPI django '{"introduced":"3.2"},{"fixed":"3.2.20"},{"introduced":"4.1"},{"fixed":"4.1.10"}'
osv PyPI django '{"introduced":"4.0"},{"fixed":"4.2"}'
osv PyPI pyyaml "$from,{\"fixed\":\"5.4\"}" '"5.3","5.3.1"'
osv PyPI typing-extensions "$from,{\"fixed\":\"4.8.0\"}"
