#!/usr/bin/perl
# What Debian's own changelogs say is wrong with an image: for each source package that has a newer
# version in the security archive, the CVEs that entries newer than the installed version name, up
# to that version. One line each: SOURCE INSTALLED CVE FIXED, sorted. This shares nothing with
# Cooper: versions and changelogs are read by dpkg's own Perl modules, packages fetched by apt.
#
#   bench/changelog-truth.pl [--all-archives] CACHE STATUS...
#
# CACHE keeps downloaded packages; STATUS is an image's var/lib/dpkg/status or the files of its
# status.d. The archives are those of this machine's apt (run `apt-get update` first).
use strict;
use warnings;
use Dpkg::Changelog::Debian;
use Dpkg::Version;

my $all = @ARGV && $ARGV[0] eq '--all-archives' ? shift : 0;
my ($cache, @status) = @ARGV;
die "usage: changelog-truth.pl [--all-archives] CACHE STATUS...\n" unless @status;

sub stanzas {
    my ($command, $each) = @_;
    open my $in, '-|', @$command or die "$command->[0]: $!\n";
    my %fields;
    while (my $line = <$in>) {
        if ($line =~ /^\s*$/) { $each->({%fields}) if %fields; %fields = (); }
        elsif ($line =~ /^(\S+?):\s*(.*?)\s*$/) { $fields{$1} = $2; }
    }
    $each->({%fields}) if %fields;
    close $in;
}

sub source_of {
    my ($fields) = @_;
    my ($name, $version) = ($fields->{Package}, $fields->{Version});
    if (($fields->{Source} // '') =~ /^(\S+)(?:\s+\((\S+)\))?/) {
        $name = $1;
        $version = $2 if defined $2;
    }
    return ($name, $version);
}

# What is installed: source, version of it, names of its packages.
my %installed;
for my $file (@status) {
    stanzas(['cat', $file], sub {
        my ($fields) = @_;
        return if exists $fields->{Status} && $fields->{Status} !~ / installed$/;
        return unless defined $fields->{Package} && defined $fields->{Version};
        my ($source, $version) = source_of($fields);
        $installed{$source}{$version}{$fields->{Package}} = 1;
    });
}

# The newest version of each of these sources, and where its packages are.
my %candidate;
open my $targets, '-|', 'apt-get', 'indextargets', '--format', '$(SITE)|$(REPO_URI)|$(FILENAME)|$(ORIGIN)|$(LABEL)|$(CODENAME)',
    'Created-By: Packages' or die "apt-get: $!\n";
my @targets = <$targets>;
close $targets;
for (@targets) {
    chomp;
    my ($site, $uri, $file, $origin, $label, $codename) = split /\|/;
    next if ($origin // '') ne 'Debian' || (!$all && $label ne 'Debian-Security');
    stanzas(['/usr/lib/apt/apt-helper', 'cat-file', $file], sub {
        my ($fields) = @_;
        my ($source, $version) = source_of($fields);
        return unless $installed{$source};
        my $known = $candidate{$source};
        my $order = $known ? version_compare($version, $known->{version}) : 1;
        return if $order < 0;
        $known = $candidate{$source} = {version => $version, files => {}} if $order > 0;
        $known->{files}{$fields->{Package}} = "$uri$fields->{Filename}";
        $known->{sizes}{$fields->{Package}} = $fields->{Size};
    });
}

# The changelog of a package, unpacked beside it; some packages have none of their own.
sub changelog_file {
    my ($deb) = @_;
    my @names = split /\n/, qx(dpkg-deb --fsys-tarfile '$deb' | tar -t);
    for my $wanted (qr{^\./usr/share/doc/[^/]+/changelog\.Debian\.gz$}, qr{^\./usr/share/doc/[^/]+/changelog\.gz$}) {
        for my $name (@names) {
            next unless $name =~ $wanted;
            system('sh', '-c', 'dpkg-deb --fsys-tarfile "$1" | tar -xO "$2" | gzip -dc >"$1.changelog"',
                'sh', $deb, $name) == 0 or die "cannot unpack $name of $deb\n";
            return "$deb.changelog" if -s "$deb.changelog";
        }
    }
    return;
}

my @lines;
for my $source (sort keys %candidate) {
    my $newest = $candidate{$source}{version};
    for my $version (sort keys %{$installed{$source}}) {
        next if version_compare($version, $newest) >= 0;
        my $files = $candidate{$source}{files};
        my $sizes = $candidate{$source}{sizes};
        my @order = sort { $sizes->{$a} <=> $sizes->{$b} || $a cmp $b } keys %$files;
        my $entries;
        for my $package (@order) {
            (my $name = $files->{$package}) =~ s{.*/}{};
            my $deb = "$cache/$name";
            if (!-s $deb) {
                system(qw(/usr/lib/apt/apt-helper -qq -o APT::Sandbox::User=root download-file), $files->{$package}, $deb) == 0
                    or die "cannot fetch $files->{$package}\n";
            }
            my $file = changelog_file($deb) or next;
            # An upstream's changelog.gz has no entry of this source.
            my @found = changelog_entries($file);
            next unless grep { $_->{source} eq $source && $_->{version} eq $newest } @found;
            $entries = \@found;
            last;
        }
        die "no changelog of $source $newest\n" unless $entries;
        my %fixed;
        for my $entry (@$entries) {
            next if $entry->{source} ne $source;
            next if version_compare($entry->{version}, $version) <= 0
                || version_compare($entry->{version}, $newest) > 0;
            $fixed{uc $1}{$entry->{version}} = 1 while $entry->{text} =~ /\b(CVE-\d{4}-\d{4,})\b/gi;
        }
        for my $cve (sort keys %fixed) {
            # What is mended again later was not mended before.
            my ($last) = sort { version_compare($b, $a) } keys %{$fixed{$cve}};
            push @lines, "$source $version $cve $last\n";
        }
    }
}
print sort @lines;

sub changelog_entries {
    my ($file) = @_;
    my $log = Dpkg::Changelog::Debian->new(verbose => 0);
    $log->load($file);
    return map { {source => $_->get_source(), version => '' . $_->get_version(), text => "$_"} } @$log;
}
