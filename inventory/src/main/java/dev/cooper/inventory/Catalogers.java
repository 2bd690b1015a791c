package dev.cooper.inventory;

import dev.cooper.inventory.lock.BunLock;
import dev.cooper.inventory.lock.CargoLock;
import dev.cooper.inventory.lock.ComposerLock;
import dev.cooper.inventory.lock.ConanLock;
import dev.cooper.inventory.lock.GemfileLock;
import dev.cooper.inventory.lock.GoModFile;
import dev.cooper.inventory.lock.GradleLock;
import dev.cooper.inventory.lock.JuliaManifest;
import dev.cooper.inventory.lock.LockFile;
import dev.cooper.inventory.lock.MixLock;
import dev.cooper.inventory.lock.NpmLock;
import dev.cooper.inventory.lock.NugetLock;
import dev.cooper.inventory.lock.PackagesConfig;
import dev.cooper.inventory.lock.PipfileLock;
import dev.cooper.inventory.lock.PnpmLock;
import dev.cooper.inventory.lock.PodfileLock;
import dev.cooper.inventory.lock.PoetryLock;
import dev.cooper.inventory.lock.PomFile;
import dev.cooper.inventory.lock.PubspecLock;
import dev.cooper.inventory.lock.PylockFile;
import dev.cooper.inventory.lock.RequirementsFile;
import dev.cooper.inventory.lock.SbtLock;
import dev.cooper.inventory.lock.SwiftResolved;
import dev.cooper.inventory.lock.UvLock;
import dev.cooper.inventory.lock.YarnLock;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** All catalogers there are. */
final class Catalogers {
    /** Those for packages that a distribution's own package manager has put there. */
    static final List<Cataloger> OF_SYSTEM =
            List.of(
                    new ReleaseCataloger(),
                    new DpkgCataloger(),
                    new CopyrightCataloger(),
                    new ApkCataloger(),
                    new RpmCataloger());

    /** Those of them that know which files the packages have brought. */
    static final List<Cataloger> OF_PACKAGES =
            List.of(new DpkgCataloger(), new ApkCataloger(), new RpmCataloger());

    /** Those for what is installed by the package managers of languages. */
    static final List<Cataloger> OF_LANGUAGES =
            List.of(
                    new JavaCataloger(),
                    new NodeCataloger(),
                    new PythonCataloger(),
                    new PythonRecordCataloger(),
                    new GoCataloger(),
                    new RustCataloger(),
                    new RubyCataloger(),
                    new PhpCataloger(),
                    new DotnetCataloger(),
                    new CondaCataloger(),
                    new RlangCataloger(),
                    new ProgramCataloger());

    /**
     * Those for what projects have written down; for directories of sources. .NET lists what a
     * program uses beside it, before and after it is installed.
     */
    static final List<Cataloger> OF_LOCK_FILES =
            List.of(
                    lock(
                            "npm-lock-1",
                            PackageKind.NPM,
                            new NpmLock(),
                            "package-lock.json",
                            "npm-shrinkwrap.json"),
                    lock("yarn-lock-1", PackageKind.NPM, new YarnLock(), "yarn.lock"),
                    lock("pnpm-lock-1", PackageKind.NPM, new PnpmLock(), "pnpm-lock.yaml"),
                    lock("bun-lock-1", PackageKind.NPM, new BunLock(), "bun.lock"),
                    lock(
                            "requirements-1",
                            PackageKind.PYPI,
                            new RequirementsFile(),
                            "requirements.txt"),
                    lock("pipfile-lock-1", PackageKind.PYPI, new PipfileLock(), "Pipfile.lock"),
                    lock("poetry-lock-1", PackageKind.PYPI, new PoetryLock(), "poetry.lock"),
                    lock("uv-lock-1", PackageKind.PYPI, new UvLock(), "uv.lock"),
                    lock("pylock-1", PackageKind.PYPI, new PylockFile(), "pylock.toml"),
                    lock("pom-1", PackageKind.MAVEN, new PomFile(), "pom.xml"),
                    lock("gradle-lock-1", PackageKind.MAVEN, new GradleLock(), "*gradle.lockfile"),
                    lock("sbt-lock-1", PackageKind.MAVEN, new SbtLock(), "*.sbt.lock"),
                    lock("go-mod-1", PackageKind.GOLANG, new GoModFile(), "go.mod"),
                    lock("cargo-lock-1", PackageKind.CARGO, new CargoLock(), "Cargo.lock"),
                    lock(
                            "gemfile-lock-1",
                            PackageKind.GEM,
                            new GemfileLock(),
                            "Gemfile.lock",
                            "gems.locked"),
                    lock(
                            "composer-lock-1",
                            PackageKind.COMPOSER,
                            new ComposerLock(),
                            "composer.lock"),
                    lock("nuget-lock-1", PackageKind.NUGET, new NugetLock(), "packages.lock.json"),
                    lock(
                            "packages-config-1",
                            PackageKind.NUGET,
                            new PackagesConfig(),
                            "packages.config",
                            "*Packages.props"),
                    lock("mix-lock-1", PackageKind.HEX, new MixLock(), "mix.lock"),
                    lock("pubspec-lock-1", PackageKind.PUB, new PubspecLock(), "pubspec.lock"),
                    lock(
                            "swift-resolved-1",
                            PackageKind.SWIFT,
                            new SwiftResolved(),
                            "Package.resolved"),
                    lock(
                            "podfile-lock-1",
                            PackageKind.COCOAPODS,
                            new PodfileLock(),
                            "Podfile.lock"),
                    lock("conan-lock-1", PackageKind.CONAN, new ConanLock(), "conan.lock"),
                    lock(
                            "julia-manifest-1",
                            PackageKind.JULIA,
                            new JuliaManifest(),
                            "Manifest.toml"),
                    new DotnetCataloger());

    /** Those for images. */
    static final List<Cataloger> OF_IMAGES = together(OF_SYSTEM, OF_LANGUAGES);

    private Catalogers() {}

    /** Those for a directory. */
    static List<Cataloger> of(DirectoryOptions options) {
        return together(
                OF_SYSTEM,
                together(
                        options.installed() ? OF_LANGUAGES : List.of(),
                        options.lockFiles() ? OF_LOCK_FILES : List.of()));
    }

    private static List<Cataloger> together(List<Cataloger> some, List<Cataloger> others) {
        List<Cataloger> all = new ArrayList<>(some);
        all.addAll(others);
        return List.copyOf(all);
    }

    private static Cataloger lock(String id, PackageKind kind, LockFile format, String... names) {
        return new LockCataloger(id, kind, Set.of(names), format);
    }
}
