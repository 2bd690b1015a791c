package dev.cooper.cli;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The commands by name. Each is made only when it is called: start-up pays for one. */
final class Commands {
    static final String VEX_SUMMARY = "Keep copies of VEX repositories";

    static final String ADMISSION_SUMMARY = "Keep images out of a cluster that must not run";
    static final String KEY_SUMMARY = "Make and read the keys that images are signed with";

    static final String TRUST_SUMMARY =
            "Sign tags as docker trust does, and tell who has signed them";

    static final String NOTARY_SUMMARY = "Sign names of files, in repositories of Notary v1";
    static final String NOTATION_SUMMARY = "Sign and verify images as notation does";

    static final String POLICY_SUMMARY = "Ask policies about images";

    static final String DB_SUMMARY = "Keep the database of advisories that scans need";

    /** Name and summary of every command, in the order of the help text. */
    static final List<List<String>> SUMMARIES =
            List.of(
                    List.of("build", "Build an image from a Dockerfile"),
                    List.of("enter", "Run a command in an image, for looking into it"),
                    List.of("image", "Manage images"),
                    List.of("images", "List images"),
                    List.of("inspect", "Display detailed information on one or more images"),
                    List.of("history", "Show the history of an image"),
                    List.of("tag", "Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE"),
                    List.of("rmi", "Remove one or more images"),
                    List.of(
                            "save",
                            "Save one or more images to a tar archive (streamed to STDOUT by"
                                    + " default)"),
                    List.of("load", "Load an image from a tar archive or STDIN"),
                    List.of(
                            "import",
                            "Import the contents from a tarball to create a filesystem image"),
                    List.of("login", "Log in to a registry"),
                    List.of("logout", "Log out from a registry"),
                    List.of("pull", "Download an image from a registry"),
                    List.of("push", "Upload an image to a registry"),
                    List.of(
                            "copy",
                            "Copy an image between registries, the store, OCI layouts and"
                                    + " archives"),
                    List.of("tags", "List the tags of a repository in a registry"),
                    List.of("catalog", "List the repositories of a registry"),
                    List.of("digest", "Print the digest of an image in a registry"),
                    List.of("delete", "Delete tags or manifests in a registry"),
                    List.of("manifest", "Look at manifests in a registry, and make indexes"),
                    List.of("blob", "Get blobs of a registry"),
                    List.of("config", ConfigCommand.SUMMARY),
                    List.of("export", ExportCommand.SUMMARY),
                    List.of("sync", SyncCommand.SUMMARY),
                    List.of("scan", ScanCommand.SUMMARY),
                    List.of("referrers", "List what refers to an image: signatures, SBOMs"),
                    List.of("tree", "Show what refers to an image, and to that in turn"),
                    List.of("sbom", SbomCommand.SUMMARY),
                    List.of("admission", ADMISSION_SUMMARY),
                    List.of("initialize", InitializeCommand.SUMMARY),
                    List.of("key", KEY_SUMMARY),
                    List.of("sign", SignCommand.SUMMARY),
                    List.of("verify", VerifyCommand.SUMMARY),
                    List.of("attest", AttestCommand.SUMMARY),
                    List.of("verify-attestation", VerifyAttestationCommand.SUMMARY),
                    List.of("sign-blob", SignBlobCommand.SUMMARY),
                    List.of("verify-blob", VerifyBlobCommand.SUMMARY),
                    List.of("attach", AttachCommand.SUMMARY),
                    List.of("download", DownloadCommand.SUMMARY),
                    List.of("triangulate", TriangulateCommand.SUMMARY),
                    List.of("clean", CleanCommand.SUMMARY),
                    List.of("policy", POLICY_SUMMARY),
                    List.of("notary", NOTARY_SUMMARY),
                    List.of("notation", NOTATION_SUMMARY),
                    List.of("signing-config", SigningConfigCommand.SUMMARY),
                    List.of("trusted-root", TrustedRootCommand.SUMMARY),
                    List.of("trust", TRUST_SUMMARY),
                    List.of("prune", "Remove dangling images and the build cache"),
                    List.of("df", "Show disk usage of the store"),
                    List.of("base", BaseCommand.SUMMARY),
                    List.of("db", DB_SUMMARY),
                    List.of("vex", VEX_SUMMARY),
                    List.of("registry", "Run an OCI registry"),
                    List.of("quickstart", "Make a base image, build an example and look at it"),
                    List.of("version", "Show the version"));

    /** The words that may follow {@code cooper image}. */
    static final List<List<String>> IMAGE_SUMMARIES =
            List.of(
                    List.of("build", "Build an image from a Dockerfile"),
                    List.of("history", "Show the history of an image"),
                    List.of(
                            "import",
                            "Import the contents from a tarball to create a filesystem image"),
                    List.of("inspect", "Display detailed information on one or more images"),
                    List.of("load", "Load an image from a tar archive or STDIN"),
                    List.of("ls", "List images"),
                    List.of("prune", "Remove unused images"),
                    List.of("pull", "Download an image from a registry"),
                    List.of("push", "Upload an image to a registry"),
                    List.of("rm", "Remove one or more images"),
                    List.of(
                            "save",
                            "Save one or more images to a tar archive (streamed to STDOUT by"
                                    + " default)"),
                    List.of("tag", "Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE"));

    /** The words that may follow {@code cooper attach}. */
    static final List<List<String>> ATTACH_SUMMARIES =
            List.of(
                    List.of("attestation", AttachCommand.ATTESTATION_SUMMARY),
                    List.of("sbom", AttachCommand.SBOM_SUMMARY),
                    List.of("signature", AttachCommand.SIGNATURE_SUMMARY));

    /** The words that may follow {@code cooper download}. */
    static final List<List<String>> DOWNLOAD_SUMMARIES =
            List.of(
                    List.of("attestation", DownloadCommand.ATTESTATION_SUMMARY),
                    List.of("sbom", DownloadCommand.SBOM_SUMMARY),
                    List.of("signature", DownloadCommand.SIGNATURE_SUMMARY));

    /** The words that may follow {@code cooper blob}. */
    static final List<List<String>> BLOB_SUMMARIES =
            List.of(List.of("get", BlobGetCommand.SUMMARY));

    /** The words that may follow {@code cooper db}. */
    static final List<List<String>> DB_SUMMARIES =
            List.of(
                    List.of("build", DbBuildCommand.SUMMARY),
                    List.of("export", DbExportCommand.SUMMARY),
                    List.of("import", DbImportCommand.SUMMARY),
                    List.of("push", DbPushCommand.SUMMARY),
                    List.of("status", DbStatusCommand.SUMMARY),
                    List.of("update", DbUpdateCommand.SUMMARY));

    /** The words that may follow {@code cooper admission}. */
    static final List<List<String>> ADMISSION_SUMMARIES =
            List.of(
                    List.of("manifests", AdmissionManifestsCommand.SUMMARY),
                    List.of("replay", AdmissionReplayCommand.SUMMARY),
                    List.of("serve", AdmissionServeCommand.SUMMARY));

    /** The words that may follow {@code cooper key}. */
    static final List<List<String>> KEY_SUMMARIES =
            List.of(
                    List.of("generate", KeyGenerateCommand.SUMMARY),
                    List.of("import", KeyImportCommand.SUMMARY),
                    List.of("public", KeyPublicCommand.SUMMARY));

    /** The words that may follow {@code cooper policy}. */
    static final List<List<String>> POLICY_SUMMARIES =
            List.of(
                    List.of("check", PolicyCheckCommand.SUMMARY),
                    List.of("lint", PolicyLintCommand.SUMMARY),
                    List.of("test", PolicyTestCommand.SUMMARY));

    /** The words that may follow {@code cooper notary}. */
    static final List<List<String>> NOTARY_SUMMARIES =
            List.of(
                    List.of("add", NotaryTargetCommand.ADD),
                    List.of("addhash", NotaryTargetCommand.ADD_HASH),
                    List.of("delegation", NotaryDelegationCommand.SUMMARY),
                    List.of("delete", NotaryRepositoryCommand.DELETE),
                    List.of("init", NotaryRepositoryCommand.INIT),
                    List.of("key", NotaryKeyCommand.SUMMARY),
                    List.of("list", NotaryReadCommand.LIST),
                    List.of("lookup", NotaryReadCommand.LOOKUP),
                    List.of("publish", NotaryRepositoryCommand.PUBLISH),
                    List.of("remove", NotaryTargetCommand.REMOVE),
                    List.of("reset", NotaryRepositoryCommand.RESET),
                    List.of("status", NotaryRepositoryCommand.STATUS),
                    List.of("verify", NotaryReadCommand.VERIFY),
                    List.of("witness", NotaryTargetCommand.WITNESS));

    /** The words that may follow {@code cooper notary key}. */
    static final List<List<String>> NOTARY_KEY_SUMMARIES =
            List.of(
                    List.of("export", NotaryKeyCommand.EXPORT),
                    List.of("generate", NotaryKeyCommand.GENERATE),
                    List.of("import", NotaryKeyCommand.IMPORT),
                    List.of("list", NotaryKeyCommand.LIST),
                    List.of("passwd", NotaryKeyCommand.PASSWD),
                    List.of("remove", NotaryKeyCommand.REMOVE),
                    List.of("rotate", NotaryKeyCommand.ROTATE));

    /** The words that may follow {@code cooper notary delegation}. */
    static final List<List<String>> NOTARY_DELEGATION_SUMMARIES =
            List.of(
                    List.of("add", NotaryDelegationCommand.ADD),
                    List.of("list", NotaryDelegationCommand.LIST),
                    List.of("purge", NotaryDelegationCommand.PURGE),
                    List.of("remove", NotaryDelegationCommand.REMOVE));

    /** The words that may follow {@code cooper trust}. */
    static final List<List<String>> TRUST_SUMMARIES =
            List.of(
                    List.of("inspect", TrustInspectCommand.SUMMARY),
                    List.of("key", TrustKeyCommand.SUMMARY),
                    List.of("migrate", TrustMigrateCommand.SUMMARY),
                    List.of("revoke", TrustSignCommand.REVOKE),
                    List.of("server", TrustServerCommand.SUMMARY),
                    List.of("sign", TrustSignCommand.SIGN),
                    List.of("signer", TrustSignerCommand.SUMMARY));

    /** The words that may follow {@code cooper trust key}. */
    static final List<List<String>> TRUST_KEY_SUMMARIES =
            List.of(
                    List.of("generate", TrustKeyCommand.GENERATE),
                    List.of("load", TrustKeyCommand.LOAD));

    /** The words that may follow {@code cooper trust signer}. */
    static final List<List<String>> TRUST_SIGNER_SUMMARIES =
            List.of(
                    List.of("add", TrustSignerCommand.ADD),
                    List.of("remove", TrustSignerCommand.REMOVE));

    /** The words that may follow {@code cooper manifest}. */
    static final List<List<String>> MANIFEST_SUMMARIES =
            List.of(
                    List.of("annotate", ManifestAnnotateCommand.SUMMARY),
                    List.of("create", ManifestCreateCommand.SUMMARY),
                    List.of("inspect", ManifestInspectCommand.SUMMARY),
                    List.of("push", ManifestPushCommand.SUMMARY),
                    List.of("rm", ManifestRmCommand.SUMMARY));

    /** The words that may follow {@code cooper notation}. */
    static final List<List<String>> NOTATION_SUMMARIES =
            List.of(
                    List.of("cert", "Keep the trust stores"),
                    List.of("inspect", NotationInspectCommand.SUMMARY),
                    List.of("key", "Keep the keys to sign with"),
                    List.of("list", NotationListCommand.SUMMARY),
                    List.of("policy", "Keep the trust policy"),
                    List.of("sign", NotationSignCommand.SUMMARY),
                    List.of("verify", NotationVerifyCommand.SUMMARY));

    /** The words that may follow {@code cooper notation cert}. */
    static final List<List<String>> NOTATION_CERTS =
            List.of(
                    List.of("add", NotationCertAddCommand.SUMMARY),
                    List.of("delete", NotationCertDeleteCommand.SUMMARY),
                    List.of("generate-test", NotationCertGenerateCommand.SUMMARY),
                    List.of("list", NotationCertListCommand.SUMMARY),
                    List.of("show", NotationCertShowCommand.SUMMARY));

    /** The words that may follow {@code cooper notation key}. */
    static final List<List<String>> NOTATION_KEYS =
            List.of(
                    List.of("add", NotationKeyCommand.ADD_SUMMARY),
                    List.of("delete", NotationKeyCommand.DELETE_SUMMARY),
                    List.of("list", NotationKeyCommand.LIST_SUMMARY),
                    List.of("update", NotationKeyCommand.UPDATE_SUMMARY));

    /** The words that may follow {@code cooper notation policy}. */
    static final List<List<String>> NOTATION_POLICIES =
            List.of(
                    List.of("import", NotationPolicyImportCommand.SUMMARY),
                    List.of("show", NotationPolicyShowCommand.SUMMARY));

    /** The words that may follow {@code cooper registry}. */
    static final List<List<String>> REGISTRY_SUMMARIES =
            List.of(
                    List.of("check-config", RegistryCheckConfigCommand.SUMMARY),
                    List.of("fsck", RegistryFsckCommand.SUMMARY),
                    List.of("gc", RegistryGcCommand.SUMMARY),
                    List.of("grant", RegistryGrantCommand.GRANT_SUMMARY),
                    List.of("history", RegistryHistoryCommand.SUMMARY),
                    List.of("import", RegistryImportCommand.SUMMARY),
                    List.of("restore", RegistryRestoreCommand.SUMMARY),
                    List.of("revoke", RegistryGrantCommand.REVOKE_SUMMARY),
                    List.of("robot", "Keep accounts of robots"),
                    List.of("rotate-key", RegistryRotateKeyCommand.SUMMARY),
                    List.of("serve", RegistryServeCommand.SUMMARY),
                    List.of("user", "Keep accounts of users"));

    /** The words that may follow {@code cooper registry user}. */
    static final List<List<String>> USER_SUMMARIES =
            List.of(
                    List.of("add", RegistryAccountAddCommand.USER_SUMMARY),
                    List.of("ls", RegistryAccountLsCommand.USER_SUMMARY),
                    List.of("passwd", RegistryPasswdCommand.SUMMARY),
                    List.of("rm", RegistryAccountRmCommand.USER_SUMMARY));

    /** The words that may follow {@code cooper vex repo}. */
    static final List<List<String>> VEX_SUMMARIES =
            List.of(
                    List.of("download", VexRepoCommand.DOWNLOAD_SUMMARY),
                    List.of("init", VexRepoCommand.INIT_SUMMARY),
                    List.of("list", VexRepoCommand.LIST_SUMMARY));

    /** The words that may follow {@code cooper registry robot}. */
    static final List<List<String>> ROBOT_SUMMARIES =
            List.of(
                    List.of("add", RegistryAccountAddCommand.ROBOT_SUMMARY),
                    List.of("ls", RegistryAccountLsCommand.ROBOT_SUMMARY),
                    List.of("rm", RegistryAccountRmCommand.ROBOT_SUMMARY));

    private Commands() {}

    /** The command of that name, or null. */
    static @Nullable Command find(String name) {
        return switch (name) {
            case "attest" -> new AttestCommand();
            case "base" -> new BaseCommand();
            case "build" -> new BuildCommand();
            case "enter" -> new EnterCommand();
            case "generate-key-pair" -> new KeyGenerateCommand();
            case "import-key-pair" -> new KeyImportCommand();
            case "public-key" -> new KeyPublicCommand();
            case "images" -> new ImagesCommand();
            case "login" -> new LoginCommand();
            case "logout" -> new LogoutCommand();
            case "catalog" -> new CatalogCommand();
            case "clean" -> new CleanCommand();
            case "config" -> new ConfigCommand();
            case "copy" -> new CopyCommand();
            case "delete" -> new DeleteCommand();
            case "df" -> new DfCommand();
            case "export" -> new ExportCommand();
            case "digest" -> new DigestCommand();
            case "prune" -> new PruneCommand(true);
            case "pull" -> new PullCommand();
            case "push" -> new PushCommand();
            case "quickstart" -> new QuickstartCommand();
            case "referrers" -> new ReferrersCommand(false);
            case "rmi" -> new RmiCommand();
            case "scan" -> new ScanCommand();
            case "sbom" -> new SbomCommand();
            case "initialize" -> new InitializeCommand();
            case "sign" -> new SignCommand();
            case "sign-blob" -> new SignBlobCommand();
            case "sync" -> new SyncCommand();
            case "tags" -> new TagsCommand();
            case "triangulate" -> new TriangulateCommand();
            case "tree" -> new ReferrersCommand(true);
            case "verify" -> new VerifyCommand();
            case "verify-attestation" -> new VerifyAttestationCommand();
            case "verify-blob" -> new VerifyBlobCommand();
            case "tag", "inspect", "history", "save", "load", "import" -> findImage(name);
            default -> null;
        };
    }

    /** The command that {@code cooper image} calls by that name, or null. */
    static @Nullable Command findImage(String name) {
        return switch (name) {
            case "build" -> new BuildCommand();
            case "history" -> new HistoryCommand();
            case "inspect" -> new InspectCommand();
            case "list", "ls" -> new ImagesCommand();
            case "import" -> new ImportCommand();
            case "load" -> new LoadCommand();
            case "prune" -> new ImagePruneCommand();
            case "pull" -> new PullCommand();
            case "push" -> new PushCommand();
            case "remove", "rm" -> new RmiCommand();
            case "save" -> new SaveCommand();
            case "tag" -> new TagCommand();
            default -> null;
        };
    }

    /** The command that a group other than {@code cooper image} calls, or null. */
    static @Nullable Command findOther(String group, String name) {
        return switch (group + " " + name) {
            case "attach attestation" -> new AttachCommand(AttachCommand.What.ATTESTATION);
            case "attach sbom" -> new AttachCommand(AttachCommand.What.SBOM);
            case "attach signature" -> new AttachCommand(AttachCommand.What.SIGNATURE);
            case "admission manifests" -> new AdmissionManifestsCommand();
            case "admission replay" -> new AdmissionReplayCommand();
            case "admission serve" -> new AdmissionServeCommand();
            case "blob get" -> new BlobGetCommand();
            case "builder build" -> new BuildCommand();
            case "builder prune" -> new PruneCommand(false);
            case "db build" -> new DbBuildCommand();
            case "db export" -> new DbExportCommand();
            case "db import" -> new DbImportCommand();
            case "db push" -> new DbPushCommand();
            case "db update" -> new DbUpdateCommand();
            case "db status" -> new DbStatusCommand();
            case "download attestation" -> new DownloadCommand(AttachCommand.What.ATTESTATION);
            case "download sbom" -> new DownloadCommand(AttachCommand.What.SBOM);
            case "download signature" -> new DownloadCommand(AttachCommand.What.SIGNATURE);
            case "key generate" -> new KeyGenerateCommand();
            case "key import" -> new KeyImportCommand();
            case "key public" -> new KeyPublicCommand();
            case "signing-config create" -> new SigningConfigCommand();
            case "trusted-root create" -> new TrustedRootCommand();
            case "policy check" -> new PolicyCheckCommand();
            case "policy lint" -> new PolicyLintCommand();
            case "policy test" -> new PolicyTestCommand();
            case "manifest annotate" -> new ManifestAnnotateCommand();
            case "manifest create" -> new ManifestCreateCommand();
            case "manifest inspect" -> new ManifestInspectCommand();
            case "manifest push" -> new ManifestPushCommand();
            case "manifest rm" -> new ManifestRmCommand();
            case "notary add" -> new NotaryTargetCommand(NotaryTargetCommand.Verb.ADD);
            case "notary addhash" -> new NotaryTargetCommand(NotaryTargetCommand.Verb.ADD_HASH);
            case "notary remove" -> new NotaryTargetCommand(NotaryTargetCommand.Verb.REMOVE);
            case "notary witness" -> new NotaryTargetCommand(NotaryTargetCommand.Verb.WITNESS);
            case "notary init" -> new NotaryRepositoryCommand(NotaryRepositoryCommand.Verb.INIT);
            case "notary publish" ->
                    new NotaryRepositoryCommand(NotaryRepositoryCommand.Verb.PUBLISH);
            case "notary status" ->
                    new NotaryRepositoryCommand(NotaryRepositoryCommand.Verb.STATUS);
            case "notary reset" -> new NotaryRepositoryCommand(NotaryRepositoryCommand.Verb.RESET);
            case "notary delete" ->
                    new NotaryRepositoryCommand(NotaryRepositoryCommand.Verb.DELETE);
            case "notary list" -> new NotaryReadCommand(NotaryReadCommand.Verb.LIST);
            case "notary lookup" -> new NotaryReadCommand(NotaryReadCommand.Verb.LOOKUP);
            case "notary verify" -> new NotaryReadCommand(NotaryReadCommand.Verb.VERIFY);
            case "notary key export",
                    "notary key generate",
                    "notary key import",
                    "notary key list",
                    "notary key passwd",
                    "notary key remove",
                    "notary key rotate" ->
                    new NotaryKeyCommand(name.substring("key ".length()));
            case "notary delegation add",
                    "notary delegation list",
                    "notary delegation purge",
                    "notary delegation remove" ->
                    new NotaryDelegationCommand(name.substring("delegation ".length()));
            case "notation cert add", "notation certificate add" -> new NotationCertAddCommand();
            case "notation cert delete", "notation certificate delete" ->
                    new NotationCertDeleteCommand();
            case "notation cert generate-test", "notation certificate generate-test" ->
                    new NotationCertGenerateCommand();
            case "notation cert list",
                    "notation cert ls",
                    "notation certificate list",
                    "notation certificate ls" ->
                    new NotationCertListCommand();
            case "notation cert show", "notation certificate show" -> new NotationCertShowCommand();
            case "notation inspect" -> new NotationInspectCommand();
            case "notation key add" -> new NotationKeyCommand(NotationKeyCommand.Verb.ADD);
            case "notation key delete" -> new NotationKeyCommand(NotationKeyCommand.Verb.DELETE);
            case "notation key list", "notation key ls" ->
                    new NotationKeyCommand(NotationKeyCommand.Verb.LIST);
            case "notation key set", "notation key update" ->
                    new NotationKeyCommand(NotationKeyCommand.Verb.UPDATE);
            case "notation list", "notation ls" -> new NotationListCommand();
            case "notation policy import" -> new NotationPolicyImportCommand();
            case "notation policy show" -> new NotationPolicyShowCommand();
            case "notation sign" -> new NotationSignCommand();
            case "notation verify" -> new NotationVerifyCommand();
            case "registry check-config" -> new RegistryCheckConfigCommand();
            case "registry fsck" -> new RegistryFsckCommand();
            case "registry gc" -> new RegistryGcCommand();
            case "registry history" -> new RegistryHistoryCommand();
            case "registry import" -> new RegistryImportCommand();
            case "registry restore" -> new RegistryRestoreCommand();
            case "registry grant" -> new RegistryGrantCommand(false);
            case "registry revoke" -> new RegistryGrantCommand(true);
            case "registry robot add" -> new RegistryAccountAddCommand(true);
            case "registry robot ls" -> new RegistryAccountLsCommand(true);
            case "registry robot rm" -> new RegistryAccountRmCommand(true);
            case "registry rotate-key" -> new RegistryRotateKeyCommand();
            case "registry serve" -> new RegistryServeCommand();
            case "registry user add" -> new RegistryAccountAddCommand(false);
            case "registry user ls" -> new RegistryAccountLsCommand(false);
            case "registry user passwd" -> new RegistryPasswdCommand();
            case "registry user rm" -> new RegistryAccountRmCommand(false);
            case "scan server" -> new ScanServerCommand();
            case "trust inspect" -> new TrustInspectCommand();
            case "trust key generate" -> new TrustKeyCommand(false);
            case "trust key load" -> new TrustKeyCommand(true);
            case "trust migrate" -> new TrustMigrateCommand();
            case "trust revoke" -> new TrustSignCommand(true);
            case "trust server" -> new TrustServerCommand();
            case "trust sign" -> new TrustSignCommand(false);
            case "trust signer add" -> new TrustSignerCommand(false);
            case "trust signer remove" -> new TrustSignerCommand(true);
            case "vex repo download" -> new VexRepoCommand(VexRepoCommand.Verb.DOWNLOAD);
            case "vex repo init" -> new VexRepoCommand(VexRepoCommand.Verb.INIT);
            case "vex repo list" -> new VexRepoCommand(VexRepoCommand.Verb.LIST);
            case "system df" -> new DfCommand();
            case "system prune" -> new PruneCommand(true);
            default -> null;
        };
    }
}
